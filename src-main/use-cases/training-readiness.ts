/** Whether a project can be trained on, what is missing, and what a training would be; asked after each mark, so no voxel is read twice. */
import type { Readiness } from '#shared/contract/training.ts';
import { fingerprintOfGrid, joinFingerprints, type Fingerprint } from '#shared/learning/fingerprint.ts';
import { planningSentences } from '#shared/learning/planning-sentences.ts';
import { fewestPatients, type Judging } from '#shared/learning/who-judges.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf } from './case-images.ts';
import { describePlan } from './describe-plan.ts';
import { readinessSentences } from './readiness-sentences.ts';
import { planOf, voxelsOf } from './plan-of.ts';
import { judgesOf, teachingCases, type TeachingCase } from './teaching-cases.ts';

export function trainingReadiness(store: ProjectStore): Readiness {
  // The test set has no part in it: a project of which all else is complete is complete.
  const tested = new Set(store.testSet.get()?.patients);
  const records = store.cases.list().filter(({ patient }) => !tested.has(patient));
  const cases = teachingCases(store);
  const judging = judgesOf(cases, { seed: 0 });
  const patients = new Set(cases.map(({ patient }) => patient)).size;
  const planned = planWords(store, cases, judging);
  const ready = planned.words.length > 0 && store.readOnly === null;
  const missing = records.length === 0 ? [readinessSentences.noCases] : [...planned.missing];
  if (store.readOnly !== null) missing.push(store.readOnly);
  if (planned.words.length > 0) missing.push(...wouldHelp(judging, patients));
  return {
    cases: records.length,
    slices: records.reduce((sum, record) => sum + record.images[0]!.image.geometry.size[record.sliceAxis], 0),
    completeSlices: cases.reduce((sum, { completeSlices }) => sum + completeSlices.length, 0),
    patients,
    validation: judging.kind,
    ready,
    missing,
    plan: [...planned.words, ...(planned.words.length > 0 ? judgedWords(judging, patients) : [])],
  };
}

function planWords(store: ProjectStore, cases: readonly TeachingCase[], judging: Judging & Pick<Fingerprint, 'sliceAxis'> & { readonly gap: number }): { readonly words: readonly Sentence[]; readonly missing: readonly Sentence[] } {
  const fingerprints = cases.map(({ record, grid, completeSlices, labels }, place) => {
    const training = new Set(judging.splits[place]!.training);
    const drawn = new Set(labels.flatMap((held, at) => (training.has(completeSlices[at]!) ? [...held] : [])));
    return fingerprintOfGrid({ ...grid, furtherImages: furtherImagesOf(store, record, grid), role: 'train', sliceAxis: record.sliceAxis, completeSlices: [...training] }, [...drawn]);
  });
  const fingerprint = joinFingerprints(fingerprints);
  try {
    const slabs = judging.kind === 'slabs';
    const mostContextSlices = slabs ? judging.gap : undefined;
    // Where slabs judge, a case is read twice: for those that teach and for those that judge.
    const read = cases.flatMap(({ grid }, place) =>
      (['training', 'validation'] as const).filter((role) => judging.splits[place]![role].length > 0).map((role) => ({ role, image: grid })));
    const plan = planOf({ fingerprint: slabs ? { ...fingerprint, sliceAxis: judging.sliceAxis } : fingerprint, labels: store.labels.table(), cases: read, mostContextSlices }, {});
    return { words: describePlan(plan, fingerprint, { models: store.models.list(), voxels: voxelsOf(read, plan), mostContextSlices }), missing: [] };
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return { words: [], missing: [error.sentence] };
  }
}

/** Who will judge, in words. @param patients of those who teach or judge */
export function judgedWords({ kind, note, validationPatients }: Judging, patients: number): readonly Sentence[] {
  switch (kind) {
    case 'patients': return [fill(readinessSentences.judges, { judges: validationPatients.length, patients })];
    case 'slabs': return note === null ? [] : [note];
    case 'none': return [];
  }
}

function wouldHelp({ kind }: Judging, patients: number): readonly Sentence[] {
  switch (kind) {
    case 'patients': return [];
    case 'slabs': return [fill(readinessSentences.morePatients, { more: fewestPatients - patients })];
    case 'none': return [planningSentences.noSlabs];
  }
}
