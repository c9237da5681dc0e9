/** Two models of the project beside each other, on the cases that judged both. */
import type { ModelId } from '#shared/contract/ids.ts';
import type { ComparedOn, ModelComparison } from '#shared/contract/models.ts';
import { compareJudgements, type JudgedAgainst } from '#shared/learning/statistics/compare-models.ts';
import type { SnapshotCase, SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { modelSentences } from './model-sentences.ts';
import type { ModelMetrics } from './models.ts';
import { testFiguresNow } from './test-figures.ts';
import { readManifest } from './take-snapshot.ts';

/**
 * @param hidden cases of which nothing is told
 * @throws UserFacingError `bad-input` for one model alone; `corrupt` where a list of cases is missing or was changed
 */
export async function compareModels(store: ProjectStore, first: ModelRecord, second: ModelRecord, hidden: ReadonlySet<string>): Promise<ModelComparison> {
  if (first.id === second.id) throw failure('bad-input', modelSentences.notOnlyTwo, {});
  const [ofFirst, ofSecond] = [await readManifest(store, first.snapshotId), await readManifest(store, second.snapshotId)];
  const known = new Set(first.plan.outputs.map(({ value }) => value));
  const labels = second.plan.outputs.slice(1).filter(({ value }) => known.has(value)).map(({ value, name }) => ({ value, name }));
  const shared = new Set(labels.map(({ value }) => value));
  const { stand, of } = await testFiguresNow(store, [first, second]);
  const judgedAgainst = (model: ModelRecord, manifest: SnapshotManifest, judgedBy: ComparedOn['judgedBy']): JudgedAgainst =>
    (judgedBy === 'validation' ? validatedBy(model, manifest) : against(of.get(model.id)!.cases, stand?.reference ?? ''));
  const beside = (judgedBy: ComparedOn['judgedBy']): ComparedOn => {
    const { cases, ...rest } = compareJudgements(judgedAgainst(first, ofFirst, judgedBy), judgedAgainst(second, ofSecond, judgedBy), labels);
    const bySlabs = judgedBy === 'validation' && [first, second].some(({ metrics }) => (metrics as Partial<ModelMetrics> | null)?.validationKind === 'slabs');
    return { judgedBy, bySlabs, ...rest, cases: cases.filter(({ caseId }) => !hidden.has(caseId)) } as unknown as ComparedOn;
  };
  return {
    first: first.id as ModelId,
    second: second.id as ModelId,
    on: (['validation', 'test'] as const).map(beside),
    labelsOfOne: [...new Set([first, second].flatMap(({ plan }) => plan.outputs.slice(1).map(({ value }) => value)))].filter((value) => !shared.has(value)),
  };
}

function validatedBy({ metrics }: ModelRecord, { cases }: SnapshotManifest): JudgedAgainst {
  // In the snapshot of a cross-validation every case teaches; it judges the training of its fold.
  const judges = cases.filter(({ role, fold }) => role === 'validation' || fold !== undefined);
  return { cases: (metrics as Partial<ModelMetrics> | null)?.cases ?? [], references: new Map(judges.map((one) => [one.caseId, referenceOf(one)])) };
}

/** Figures of the test set as it is now, of both. */
function against(cases: JudgedAgainst['cases'], reference: string): JudgedAgainst {
  return { cases, references: new Map(cases.map(({ caseId }) => [caseId, reference])) };
}

function referenceOf({ labelmap, sliceAxis, completeSlices }: SnapshotCase): string {
  return `${labelmap.sha256} ${sliceAxis} ${completeSlices.join(' ')}`;
}
