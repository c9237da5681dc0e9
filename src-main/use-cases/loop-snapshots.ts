/** What models were taught with and judged by, as the loop asks for it: read once from each snapshot. */
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { withAncestors } from './choose-start.ts';
import { readManifest } from './take-snapshot.ts';

export interface SnapshotFacts {
  /** Its position in the log. */
  readonly position: number;
  /** Number of the newest edit that is in it. */
  readonly upToEdit: number;
  /** Slices that teach and judge, by case; without the test set. */
  readonly learnt: ReadonlyMap<string, ReadonlySet<number>>;
  /** Of each case of which one slab judges: its slices. Those beside it neither teach nor judge. */
  readonly slabs: ReadonlyMap<string, ReadonlySet<number>>;
  /** Those of the test set. */
  readonly tested: ReadonlyMap<string, ReadonlySet<number>>;
  /** Cases that taught, or judged while it was taught, and their patients as they were called then. */
  readonly taughtCases: ReadonlySet<string>;
  readonly patients: ReadonlySet<string>;
  /** The test set as it was then, but for its voxels: see `comparableTestSet`. */
  readonly testSet: string;
}

/** Of a case of the test set what its figures depend on, beside its voxels. */
export type ComparedCase = Pick<SnapshotCase, 'caseId' | 'patient' | 'sliceAxis' | 'completeSlices' | 'takenFrom'> & { readonly image: { readonly sha256: string } };

/**
 * Another word where other cases, slices, images, somebody else's labels or other values of labels would judge. Of a snapshot of an earlier
 * program it is not known whose labels they were: its word is no project's. The same word in whatever order the people stand: that
 * changes with slices that do not judge.
 */
export function comparableTestSet(labels: SnapshotManifest['labels'], cases: readonly ComparedCase[]): string {
  return JSON.stringify([
    labels.map(({ index, value }) => [index, value]),
    cases.map(({ caseId, patient, sliceAxis, completeSlices, takenFrom, image }) =>
      [caseId, patient, sliceAxis, completeSlices, takenFrom?.toSorted(byLabelmap).map(({ labelmapId, slices }) => [labelmapId, slices]), image.sha256]),
  ]);
}

function byLabelmap(a: { readonly labelmapId: string }, b: { readonly labelmapId: string }): number {
  return a.labelmapId < b.labelmapId ? -1 : 1;
}

const remembered = new WeakMap<ProjectStore, Map<string, Promise<SnapshotFacts>>>();

/** @throws UserFacingError `corrupt` where its list is gone or was changed */
export function snapshotFacts(store: ProjectStore, snapshotId: string): Promise<SnapshotFacts> {
  const ofStore = remembered.get(store) ?? new Map<string, Promise<SnapshotFacts>>();
  remembered.set(store, ofStore);
  const known = ofStore.get(snapshotId);
  if (known !== undefined) return known;
  const facts = readManifest(store, snapshotId).then((manifest) => factsOf(manifest, store.snapshots.get(snapshotId).number));
  ofStore.set(snapshotId, facts);
  // A file that comes back is read then.
  facts.catch(() => ofStore.delete(snapshotId));
  return facts;
}

/** Where its list is gone nothing is known. */
export async function knownFacts(store: ProjectStore, snapshotId: string): Promise<SnapshotFacts | null> {
  return snapshotFacts(store, snapshotId).catch(() => null);
}

function factsOf({ cases, labels, upToEdit }: SnapshotManifest, position: number): SnapshotFacts {
  const slicesOf = (taken: SnapshotManifest['cases']): ReadonlyMap<string, ReadonlySet<number>> =>
    new Map([...Map.groupBy(taken, ({ caseId }) => caseId)].map(([id, parts]) => [id, new Set(parts.flatMap(({ completeSlices }) => completeSlices))]));
  const learning = cases.filter(({ role }) => role !== 'test');
  const taughtCases = new Set(learning.filter(({ role }) => role === 'train').map(({ caseId }) => caseId));
  return {
    position, upToEdit,
    learnt: slicesOf(learning),
    slabs: slicesOf(learning.filter(({ role, caseId }) => role === 'validation' && taughtCases.has(caseId))),
    tested: slicesOf(cases.filter(({ role }) => role === 'test')),
    taughtCases,
    patients: new Set(learning.map(({ patient }) => patient)),
    testSet: comparableTestSet(labels, cases.filter(({ role }) => role === 'test')),
  };
}

/** Of the model and of those that its weights come from, the newest first. Null where a list is gone. */
export async function factsOfLine(store: ProjectStore, model: ModelRecord): Promise<readonly SnapshotFacts[] | null> {
  const facts = await Promise.all(withAncestors(store, model).map(({ snapshotId }) => knownFacts(store, snapshotId)));
  return facts.some((one) => one === null) ? null : facts as SnapshotFacts[];
}

export function countSlices(slices: ReadonlyMap<string, ReadonlySet<number>>): number {
  return [...slices.values()].reduce((sum, { size }) => sum + size, 0);
}
