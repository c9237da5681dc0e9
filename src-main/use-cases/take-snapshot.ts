/**
 * Writes down what a training is taught with: every case with complete slices, its labels as they are
 * now, who judges and who teaches. Immutable and content-addressed, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintCase, joinFingerprints, type CaseFingerprint, type Fingerprint } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase, SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import type { SlabSplit } from '#shared/learning/slabs.ts';
import type { TaughtCase } from '#shared/learning/warm-start.ts';
import type { Judging } from '#shared/learning/who-judges.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { viewVoxels, bytesPerVoxel, type VoxelArray } from '#shared/voxels/voxel-type.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { imagesOf, withEveryImage } from './case-images.ts';
import { breathe, type LongWork } from './long-work.ts';
import { taughtVoxels } from './taught-labels.ts';
import { judgesOf, teachingCases, testCases, type JudgingWishes, type TeachingCase, type TestCase } from './teaching-cases.ts';
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
  const { cases: labelled, notes } = withEveryImage(store, teachingCases(store), options.plan?.furtherInputs);
  const judging = judgesOf(labelled, options);
  const { kind, validationPatients, splits, note } = judging;
  const upToEdit = store.labelmaps.latestEditNumber();
  const { cases, fingerprints } = await takeCases(store, labelled, (place) => partsOf(splits[place]!), upToEdit, work);
  return {
    ...await writeSnapshot(store, cases, upToEdit, options.now),
    ...plannedFrom(fingerprints, judging),
    validationKind: kind,
    validationPatients,
    notes: note === null ? notes : [...notes, note],
  };
}

type Part = Pick<SnapshotCase, 'role' | 'completeSlices' | 'takenFrom'>;

function partsOf({ training, validation }: SlabSplit): readonly Part[] {
  const parts: readonly Part[] = [{ role: 'train', completeSlices: training }, { role: 'validation', completeSlices: validation }];
  return parts.filter(({ completeSlices }) => completeSlices.length > 0);
}

export interface TakenCases {
  /** Those that teach and judge, then those of the test set. */
  readonly cases: readonly SnapshotCase[];
  /** Without the test set: whatever is made from them knows nothing of it. */
  readonly fingerprints: readonly CaseFingerprint[];
}

/** @param partsOfCase what each of the labelled cases is there for */
export async function takeCases(
  store: ProjectStore, labelled: readonly TeachingCase[], partsOfCase: (place: number) => readonly Part[], upToEdit: number, work: LongWork,
): Promise<TakenCases> {
  const tested = testCases(store);
  const total = labelled.length + tested.length;
  const cases: SnapshotCase[] = [];
  const fingerprints: CaseFingerprint[] = [];
  const take = async (one: TestCase, parts: readonly Part[]): Promise<void> => {
    await breathe(work);
    const voxels = taughtVoxels(store, one, upToEdit);
    const { hash } = await store.blobs.write(voxels);
    const taken = parts.map((part): SnapshotCase => ({ ...describeCase(store, one), labelmap: { path: store.blobs.relativePath(hash), sha256: hash }, ...part }));
    cases.push(...taken);
    fingerprints.push(...await fingerprintsOf(store, taken.filter(({ role }) => role !== 'test'), voxels));
  };
  for (const [place, one] of labelled.entries()) {
    await take(one, partsOfCase(place));
    work.progress({ phase: 'snapshot', done: place + 1, total });
  }
  for (const [place, one] of tested.entries()) {
    await take(one, [{ role: 'test', completeSlices: one.completeSlices, takenFrom: one.taught.parts }]);
    work.progress({ phase: 'snapshot', done: labelled.length + place + 1, total });
  }
  return { cases, fingerprints };
}

function describeCase(store: ProjectStore, { record, grid }: TestCase): Omit<SnapshotCase, 'labelmap' | 'completeSlices' | 'role' | 'takenFrom'> {
  const { id, name, patient, sliceAxis } = record;
  return { caseId: id, name, patient, ...imagesOf(store, record, grid), sliceAxis };
}

/** A snapshot before it is taken. */
export interface SnapshotNow extends Pick<Snapshot, 'fingerprint' | 'mostContextSlices'> {
  readonly judging: Judging;
  /** Without the test set. */
  readonly cases: readonly TaughtCase[];
}

/**
 * What a snapshot taken now would be planned from, and who would teach and judge; nothing is written.
 * @throws UserFacingError `bad-input` as `takeSnapshot`
 */
export async function fingerprintNow(
  store: ProjectStore, options: JudgingWishes, work: LongWork,
): Promise<SnapshotNow> {
  const { cases: labelled } = withEveryImage(store, teachingCases(store), options.plan?.furtherInputs);
  const judging = judgesOf(labelled, options);
  const fingerprints: CaseFingerprint[] = [];
  const cases: TaughtCase[] = [];
  for (const [place, one] of labelled.entries()) {
    await breathe(work);
    const parts = partsOf(judging.splits[place]!).map((part) => ({ ...describeCase(store, one), ...part }));
    cases.push(...parts);
    fingerprints.push(...await fingerprintsOf(store, parts, taughtVoxels(store, one)));
    work.progress({ phase: 'snapshot', done: place + 1, total: labelled.length });
  }
  return { ...plannedFrom(fingerprints, judging), judging, cases };
}

function plannedFrom(fingerprints: readonly CaseFingerprint[], { kind, sliceAxis, gap }: ReturnType<typeof judgesOf>): Pick<Snapshot, 'fingerprint' | 'mostContextSlices'> {
  const fingerprint = joinFingerprints(fingerprints);
  // Slabs were parted along this axis: along another one patches would show what judges.
  return kind === 'slabs' ? { fingerprint: { ...fingerprint, sliceAxis }, mostContextSlices: gap } : { fingerprint, mostContextSlices: Infinity };
}

async function fingerprintsOf(store: ProjectStore, parts: readonly Omit<SnapshotCase, 'labelmap'>[], voxels: Uint8Array): Promise<readonly CaseFingerprint[]> {
  const [one] = parts;
  // Only CT has an absolute scale, so only its values shape the plan.
  if (one === undefined || !parts.some(({ role }) => role === 'train')) return parts.map((part) => fingerprintCase(part, voxels, null));
  const image = one.image.modality === 'ct' ? await readVoxels(store, one.image) : null;
  const further = new Map<string, VoxelArray>();
  for (const other of one.furtherImages ?? []) if (other.modality === 'ct') further.set(other.role, await readVoxels(store, other));
  return parts.map((part) => (part.role === 'train' ? fingerprintCase(part, voxels, image, further) : fingerprintCase(part, voxels, null)));
}

/** Writes the manifest down, as a file and in the project's log. */
export async function writeSnapshot(
  store: ProjectStore, cases: readonly SnapshotCase[], upToEdit: number, now = new Date(),
): Promise<Pick<Snapshot, 'id' | 'file' | 'manifest'>> {
  const manifest: SnapshotManifest = {
    version: 1, project: store.projectId, createdAt: now.toISOString(), upToEdit, labels: store.labels.table(), cases,
  };
  const text = JSON.stringify(manifest, null, 1);
  const hash = createHash('sha256').update(text).digest('hex');
  const path = `snapshots/${hash}.json`;
  const file = join(store.folder, path);
  await writeWhole(file, text);
  return { id: store.snapshots.add(hash, path, upToEdit), file, manifest };
}

/** @throws UserFacingError `corrupt` where the file is gone or no longer what was written */
export async function readManifest(store: ProjectStore, snapshotId: string): Promise<SnapshotManifest> {
  const { path, manifestHash } = store.snapshots.get(snapshotId);
  const file = join(store.folder, path);
  const text = await readFile(file).catch((error: unknown) => { throw failure('corrupt', workSentences.snapshotUnreadable, { file }, error); });
  if (createHash('sha256').update(text).digest('hex') !== manifestHash) throw failure('corrupt', workSentences.snapshotUnreadable, { file });
  return JSON.parse(text.toString('utf8')) as SnapshotManifest;
}

async function readVoxels(store: ProjectStore, { sha256, voxelType }: Pick<VolumeFile, 'sha256' | 'voxelType'>): Promise<VoxelArray> {
  const bytes = await store.blobs.read(sha256);
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  return viewVoxels(voxelType, aligned.buffer, aligned.byteOffset, aligned.length / bytesPerVoxel[voxelType]);
}
