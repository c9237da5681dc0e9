/**
 * Writes down what a training is taught with: every case with complete slices, its labels as they are
 * now, who judges and who teaches. Immutable and content-addressed, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fingerprintCase, joinFingerprints, type CaseFingerprint, type Fingerprint } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase, SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { splitByPatient } from '#shared/learning/split.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { viewVoxels, bytesPerVoxel } from '#shared/voxels/voxel-type.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { breathe, type LongWork } from './long-work.ts';
import { personLabelmap, type PersonLabelmap } from './person-labelmap.ts';
import { workSentences } from './work-sentences.ts';

export interface Snapshot {
  readonly id: string;
  /** Absolute path of the manifest. */
  readonly file: string;
  readonly manifest: SnapshotManifest;
  readonly fingerprint: Fingerprint;
  readonly validationPatients: readonly string[];
  readonly notes: readonly Sentence[];
}

export interface SnapshotOptions {
  readonly seed: number;
  /** Number of validation patients; undefined: the usual share. */
  readonly validation?: number | undefined;
  readonly now?: Date;
}

/** @throws UserFacingError `bad-input` where the project has no cases, or the split leaves nobody to learn from */
export async function takeSnapshot(store: ProjectStore, options: SnapshotOptions, work: LongWork): Promise<Snapshot> {
  const all = store.cases.list();
  if (all.length === 0) throw failure('bad-input', workSentences.noCases, {});
  const labelled = all.flatMap((record) => {
    const labels = personLabelmap(store, record);
    return labels === null || labels.completeSlices.length === 0 ? [] : [{ record, labels }];
  });
  const split = splitByPatient(labelled.map(({ record }) => record.patient), options);
  const judges = new Set(split.validationPatients);
  const upToEdit = store.labelmaps.latestEditNumber();

  const cases: SnapshotCase[] = [];
  const fingerprints: CaseFingerprint[] = [];
  for (const { record, labels } of labelled) {
    await breathe(work);
    const taken = await snapshotCase(store, record, labels, upToEdit, judges.has(record.patient) ? 'validation' : 'train');
    cases.push(taken.case);
    fingerprints.push(taken.fingerprint);
    work.progress({ phase: 'snapshot', done: cases.length, total: labelled.length });
  }
  const manifest: SnapshotManifest = {
    version: 1,
    project: store.projectId,
    createdAt: (options.now ?? new Date()).toISOString(),
    upToEdit,
    labels: store.labels.table(),
    cases,
  };
  const written = await writeManifest(store, manifest);
  return {
    id: store.snapshots.add(written.hash, written.path, upToEdit),
    file: join(store.folder, written.path),
    manifest,
    fingerprint: joinFingerprints(fingerprints),
    validationPatients: split.validationPatients,
    notes: split.note === null ? [] : [split.note],
  };
}

async function snapshotCase(
  store: ProjectStore,
  record: CaseRecord,
  { labelmap, completeSlices }: PersonLabelmap,
  upToEdit: number,
  role: SnapshotCase['role'],
): Promise<{ readonly case: SnapshotCase; readonly fingerprint: CaseFingerprint }> {
  const grid = record.images.find(({ image }) => image.id === labelmap.imageId)!.image;
  const voxels = store.labelmaps.voxels(labelmap.id, upToEdit);
  const blob = await store.blobs.write(voxels);
  const taken: SnapshotCase = {
    caseId: record.id,
    name: record.name,
    patient: record.patient,
    image: { ...volumeFileOf(grid), path: store.blobs.relativePath(grid.blob) },
    labelmap: { path: store.blobs.relativePath(blob.hash), sha256: blob.hash },
    sliceAxis: record.sliceAxis,
    completeSlices,
    role,
  };
  // Only CT has an absolute scale, so only its values shape the plan.
  const image = grid.modality === 'ct' && role === 'train' ? await readVoxels(store, grid) : null;
  return { case: taken, fingerprint: fingerprintCase(taken, voxels, image) };
}

/** An image of the project as the engine reads it; `path` is absolute. */
export function volumeFileOf(image: ImageRecord): Omit<VolumeFile, 'path'> {
  const { blob, voxelType, geometry, trust, slope, intercept, modality } = image;
  return { sha256: blob, voxelType, geometry, trust, slope, intercept, modality };
}

async function readVoxels(store: ProjectStore, image: ImageRecord): Promise<ReturnType<typeof viewVoxels>> {
  const bytes = await store.blobs.read(image.blob);
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return viewVoxels(image.voxelType, aligned.buffer, aligned.byteOffset, aligned.length / bytesPerVoxel[image.voxelType]);
}

async function writeManifest(store: ProjectStore, manifest: SnapshotManifest): Promise<{ readonly hash: string; readonly path: string }> {
  const text = JSON.stringify(manifest, null, 1);
  const hash = createHash('sha256').update(text).digest('hex');
  const path = `snapshots/${hash}.json`;
  await writeWhole(join(store.folder, path), text);
  return { hash, path };
}
