/** Who teaches and who judges in a simulation, as a snapshot would name them; labels lie in the simulation's folder. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SimulationOptions } from '#shared/contract/simulation.ts';
import { fingerprintCase, joinFingerprints, type CaseFingerprint, type Fingerprint } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { imagesOf, withEveryImage } from './case-images.ts';
import { breathe, type LongWork } from './long-work.ts';
import { simulateSentences } from './simulate-sentences.ts';
import { taughtVoxels } from './taught-labels.ts';
import { teachingCases, testCases, type TestCase } from './teaching-cases.ts';

export interface SimulatedCases {
  /** By name. Paths of images are relative to the project's folder, those of labels to the simulation's. */
  readonly pool: readonly SnapshotCase[];
  readonly tests: readonly SnapshotCase[];
  /** Of the pool, without a look at any voxel value: see `docs/active-learning.md`. */
  readonly fingerprint: Fingerprint;
}

/** @param upToEdit labels as they were right after it @throws UserFacingError `not-found` for an unknown name, `bad-input` where nobody teaches or nobody judges; `cancelled`, `disk-full` */
export async function takeSimulatedCases(store: ProjectStore, options: SimulationOptions, upToEdit: number, work: LongWork): Promise<SimulatedCases> {
  const { teaching, judging } = whoDoesWhat(store, options);
  const pool: SnapshotCase[] = [];
  const fingerprints: CaseFingerprint[] = [];
  const tests: SnapshotCase[] = [];
  const total = teaching.length + judging.length;
  for (const [place, one] of [...teaching, ...judging].entries()) {
    await breathe(work);
    const voxels = taughtVoxels(store, one, upToEdit);
    const taken = { ...describe(store, one), labelmap: await keepLabels(options.out, voxels) };
    if (place < teaching.length) {
      pool.push({ ...taken, role: 'train' });
      // Grey values under labels would be known before these labels are: CT keeps to its fixed window.
      fingerprints.push(fingerprintCase({ ...taken, role: 'train' }, voxels, null));
    } else {
      tests.push({ ...taken, role: 'test' });
    }
    work.progress({ phase: 'snapshot', done: place + 1, total });
  }
  return { pool, tests, fingerprint: joinFingerprints(fingerprints) };
}

function whoDoesWhat(store: ProjectStore, { test, pool, plan }: SimulationOptions): { readonly teaching: readonly TestCase[]; readonly judging: readonly TestCase[] } {
  const [free, frozen] = [teachingCases(store), testCases(store)];
  const all = [...free, ...frozen];
  const judges = test === undefined ? new Set(frozen.map(({ record }) => record.patient)) : patientsNamed(test, all);
  const chosen = pool === undefined ? null : patientsNamed(pool, all);
  const taught = free.filter(({ record: { patient } }) => !judges.has(patient) && (chosen?.has(patient) ?? true));
  const byName = (cases: readonly TestCase[]): readonly TestCase[] => [...cases].sort((a, b) => (a.record.name < b.record.name ? -1 : 1));
  const { cases: teaching } = withEveryImage(store, byName(taught), plan?.furtherInputs);
  const judging = byName(all.filter(({ record }) => judges.has(record.patient)));
  if (judging.length === 0) throw failure('bad-input', simulateSentences.nobodyJudges, {});
  if (teaching.length === 0) throw failure('bad-input', simulateSentences.nobodyTeaches, {});
  return { teaching, judging };
}

/** A case stands for its patient: two scans of one person are never on both sides. A name that several have means all of them. */
function patientsNamed(names: readonly string[], cases: readonly TestCase[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => {
    const plain = name.replace(/\.(nii(\.gz)?|mha|mhd|nrrd|hdr|img|png|tiff?)$/i, '');
    const found = [name, plain].flatMap((wanted) => cases.filter(({ record }) => record.name === wanted || record.patient === wanted));
    if (found.length === 0) throw failure('not-found', simulateSentences.unknownName, { name });
    return found.map(({ record }) => record.patient);
  }));
}

function describe(store: ProjectStore, { record, grid, completeSlices }: TestCase): Omit<SnapshotCase, 'labelmap' | 'role'> {
  const { id, name, patient, sliceAxis } = record;
  return { caseId: id, name, patient, ...imagesOf(store, record, grid), sliceAxis, completeSlices };
}

async function keepLabels(out: string, voxels: Uint8Array): Promise<SnapshotCase['labelmap']> {
  const sha256 = createHash('sha256').update(voxels).digest('hex');
  const path = `labels/${sha256}`;
  await writeWhole(join(out, path), voxels);
  return { path, sha256 };
}
