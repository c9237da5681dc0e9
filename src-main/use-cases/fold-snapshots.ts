/** What a cross-validation is taught with: one snapshot of all, in which every case has its fold, and one for each of its trainings. */
import { assignFolds } from '#shared/learning/folds.ts';
import { joinFingerprints, type Fingerprint } from '#shared/learning/fingerprint.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { withEveryImage } from './case-images.ts';
import type { LongWork } from './long-work.ts';
import { takeCases, writeSnapshot, type Snapshot } from './take-snapshot.ts';
import { teachingCases, type JudgingWishes } from './teaching-cases.ts';
import { workSentences } from './work-sentences.ts';

export interface FoldSnapshots {
  /** Every case teaches: that is what the model has seen that consists of all trainings. */
  readonly whole: Pick<Snapshot, 'id' | 'file' | 'manifest'> & { readonly fingerprint: Fingerprint };
  /** In the order of the folds; without the test set, which judges their mean alone. */
  readonly folds: readonly Omit<Snapshot, 'fingerprint'>[];
}

/**
 * Of one moment: who draws while the trainings run changes none of them.
 * @throws UserFacingError `bad-input` where there are no cases, or fewer patients than folds
 */
export async function takeFoldSnapshots(store: ProjectStore, options: { readonly folds: number; readonly seed: number } & Pick<JudgingWishes, 'plan'>, work: LongWork): Promise<FoldSnapshots> {
  if (store.cases.list().length === 0) throw failure('bad-input', workSentences.noCases, {});
  const { cases: labelled, notes } = withEveryImage(store, teachingCases(store), options.plan?.furtherInputs);
  const foldOf = assignFolds(labelled.map(({ patient }) => patient), options.folds, options.seed, store.folds.get());
  store.folds.set(foldOf);
  const upToEdit = store.labelmaps.latestEditNumber();
  const taken = await takeCases(store, labelled, (place) => [{ role: 'train', completeSlices: labelled[place]!.completeSlices }], upToEdit, work);
  const cases = taken.cases.map((one) => (one.role === 'test' ? one : { ...one, fold: foldOf.get(one.patient)! }));
  const folds: Omit<Snapshot, 'fingerprint'>[] = [];
  for (let fold = 0; fold < options.folds; fold++) {
    const own = cases.filter(({ role }) => role !== 'test')
      .map((one): SnapshotCase => ({ ...one, role: foldOf.get(one.patient) === fold ? 'validation' : 'train' }));
    folds.push({
      ...await writeSnapshot(store, own, upToEdit),
      validationKind: 'patients',
      validationPatients: [...foldOf].filter(([, of]) => of === fold).map(([patient]) => patient).sort(),
      mostContextSlices: Infinity,
      notes,
    });
  }
  return { whole: { ...await writeSnapshot(store, cases, upToEdit), fingerprint: joinFingerprints(taken.fingerprints) }, folds };
}
