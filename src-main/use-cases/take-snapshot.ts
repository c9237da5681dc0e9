/**
 * Writes down what a training is taught with: every case with complete slices, its labels as they are
 * now, who judges and who teaches. Immutable and content-addressed, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fingerprintCase, joinFingerprints, type CaseFingerprint, type Fingerprint } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase, SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import type { SlabSplit } from '#shared/learning/slabs.ts';
import type { Judging } from '#shared/learning/who-judges.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { viewVoxels, bytesPerVoxel } from '#shared/voxels/voxel-type.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ImageRecord, ProjectStore } from '../store/project-store.ts';
import { breathe, type LongWork } from './long-work.ts';
import { judgesOf, teachingCases, type JudgingWishes, type TeachingCase } from './teaching-cases.ts';
import { workSentences } from './work-sentences.ts';

export interface Snapshot {
  readonly id: string;
  /** Absolute path of the manifest. */
  readonly file: string;
  readonly manifest: SnapshotManifest;
  readonly fingerprint: Fingerprint;
  readonly validationKind: Judging['kind'];
  readonly validationPatients: readonly string[];
  /** The most slices that a patch may show without one that judges being among them. */
  readonly mostContextSlices: number;
  readonly notes: readonly Sentence[];
}

export interface SnapshotOptions extends JudgingWishes {
  readonly now?: Date;
}

/** @throws UserFacingError `bad-input` where the project has no cases, or the split leaves nobody to learn from */
export async function takeSnapshot(store: ProjectStore, options: SnapshotOptions, work: LongWork): Promise<Snapshot> {
  if (store.cases.list().length === 0) throw failure('bad-input', workSentences.noCases, {});
  const labelled = teachingCases(store);
  const judging = judgesOf(labelled, options);
  const upToEdit = store.labelmaps.latestEditNumber();

  const cases: SnapshotCase[] = [];
  const fingerprints: CaseFingerprint[] = [];
  for (const [place, one] of labelled.entries()) {
    await breathe(work);
    const taken = await snapshotCase(store, one, judging.splits[place]!, upToEdit);
    cases.push(...taken.cases);
    fingerprints.push(...taken.fingerprints);
    work.progress({ phase: 'snapshot', done: place + 1, total: labelled.length });
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
  const fingerprint = joinFingerprints(fingerprints);
  const { kind, validationPatients, note, gap } = judging;
  return {
    id: store.snapshots.add(written.hash, written.path, upToEdit),
    file: join(store.folder, written.path),
    manifest,
    // Slabs were parted along this axis: along another one patches would show what judges.
    fingerprint: kind === 'slabs' ? { ...fingerprint, sliceAxis: judging.sliceAxis } : fingerprint,
    validationKind: kind,
    validationPatients,
    mostContextSlices: kind === 'slabs' ? gap : Infinity,
    notes: note === null ? [] : [note],
  };
}

async function snapshotCase(
  store: ProjectStore,
  { record, labelmap, grid }: TeachingCase,
  { training, validation }: SlabSplit,
  upToEdit: number,
): Promise<{ readonly cases: readonly SnapshotCase[]; readonly fingerprints: readonly CaseFingerprint[] }> {
  const voxels = store.labelmaps.voxels(labelmap.id, upToEdit);
  const blob = await store.blobs.write(voxels);
  const take = (role: SnapshotCase['role'], completeSlices: readonly number[]): SnapshotCase => ({
    caseId: record.id,
    name: record.name,
    patient: record.patient,
    image: { ...volumeFileOf(grid), path: store.blobs.relativePath(grid.blob) },
    labelmap: { path: store.blobs.relativePath(blob.hash), sha256: blob.hash },
    sliceAxis: record.sliceAxis,
    completeSlices,
    role,
  });
  const cases = [take('train', training), take('validation', validation)].filter(({ completeSlices }) => completeSlices.length > 0);
  // Only CT has an absolute scale, so only its values shape the plan.
  const image = grid.modality === 'ct' && training.length > 0 ? await readVoxels(store, grid) : null;
  return { cases, fingerprints: cases.map((one) => fingerprintCase(one, voxels, one.role === 'train' ? image : null)) };
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
