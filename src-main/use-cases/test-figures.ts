/**
 * What the test set says of a model: one answer for chart, list, card and comparison. A figure that was measured against labels which
 * are no longer these is none.
 */
import type { ModelInfo } from '#shared/contract/training.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { factsOfLine, type SnapshotFacts } from './loop-snapshots.ts';
import { seesTestSet, standsOf, type TestSetStand } from './loop-test-set.ts';
import { describeModel, type ModelMetrics } from './models.ts';

export interface TestedModel {
  readonly outcome: 'scored' | 'seen' | 'not-scored' | 'no-test-set';
  /** Empty but where it was scored. */
  readonly cases: readonly CaseJudgement[];
}

export interface TestFiguresNow {
  readonly stand: TestSetStand | null;
  /** Of each of the models. */
  readonly of: ReadonlyMap<string, TestedModel>;
}

/** The newest score where it holds, else what the model's training found where the test set is as it was then. */
export async function testFiguresNow(store: ProjectStore, models: readonly ModelRecord[]): Promise<TestFiguresNow> {
  const lines = await Promise.all(models.map((model) => factsOfLine(store, model)));
  // Asked after the last wait: all of it is of one moment.
  const stand = standsOf(store);
  const scores = store.loop.testScores();
  return { stand, of: new Map(models.map((model, place) => [model.id, testedOf(model, lines[place]!, stand, scores.get(model.id))])) };
}

function testedOf(
  { metrics }: ModelRecord, line: readonly SnapshotFacts[] | null, stand: TestSetStand | null, score: { readonly reference: string; readonly cases: readonly CaseJudgement[] } | undefined,
): TestedModel {
  if (stand === null) return { outcome: 'no-test-set', cases: [] };
  if (seesTestSet(line, stand)) return { outcome: 'seen', cases: [] };
  if (score?.reference === stand.reference) return { outcome: 'scored', cases: score.cases };
  const { testCases = [] } = metrics as ModelMetrics;
  const snapshot = line?.[0];
  const isUnchanged = snapshot !== undefined && stand.comparable === snapshot.testSet && stand.newestEdit <= snapshot.upToEdit;
  return testCases.length > 0 && isUnchanged ? { outcome: 'scored', cases: testCases } : { outcome: 'not-scored', cases: [] };
}

/** Models as the contract tells of them. */
export async function describeModels(store: ProjectStore, models: readonly ModelRecord[]): Promise<ModelInfo[]> {
  const { of } = await testFiguresNow(store, models);
  const promotions = store.models.promotions();
  return models.map((model) => describeModel(model, of.get(model.id)!.cases, promotions.get(model.id)));
}

export async function describeOne(store: ProjectStore, model: ModelRecord): Promise<ModelInfo> {
  const [described] = await describeModels(store, [model]);
  return described!;
}
