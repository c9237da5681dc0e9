/** What a finished network is worth: by the cases that judge, then by the test set, with all that the model will be asked with. */
import type { LastLookTook, TrainRequest, ValidationScores } from '#main/engine-client/protocol.ts';
import { keepLargest } from '#shared/learning/components.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { chooseLargestComponents } from '#shared/learning/largest-components.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import type { ModelCalibration } from '#shared/learning/statistics/calibrate.ts';
import type { ExpectedCase } from '#shared/learning/statistics/quality-interval.ts';
import type { Learner } from '../learner.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { onOwnGrid, type JudgingStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { judgeCases, type Judged, type Judging } from './judge-cases.ts';
import { judgeProbabilities } from './judge-probabilities.ts';
import type { TrainingMemory } from './memory.ts';
import { casesOfRole, loadShown, type TrainingCases } from './training-cases.ts';
import { dicePerLabel } from './validate.ts';

interface Look {
  readonly request: TrainRequest;
  readonly plan: Plan;
  readonly learner: Learner;
  readonly cases: Pick<TrainingCases, 'validation' | 'tests'>;
  readonly work: Work;
}

export interface LastLook {
  /** With what the judges taught of how the network is best asked. */
  readonly plan: Plan;
  readonly validation: ValidationScores | null;
  readonly cases: readonly CaseJudgement[];
  readonly testCases: readonly CaseJudgement[];
  readonly took: LastLookTook;
  readonly calibration: ModelCalibration | null;
  readonly expected: readonly ExpectedCase[];
}

export async function lastLook({ request, plan, learner, cases, work }: Look, { schedule }: Pick<TrainingMemory, 'schedule'>): Promise<LastLook> {
  const judges = cases.validation.slice(0, schedule.validationCases);
  const began = work.seconds();
  const predictions: Uint8Array[] = [];
  const believed = judgeProbabilities(judges, plan, await casesOfRole(request.manifest, 'train'));
  for (const [place, { shown }] of judges.entries()) {
    predictions.push(await predictStack([learner], shown, plan, work.breathe, () => undefined, believed.watchOf(place)));
  }
  const predicted = work.seconds();
  const largestComponents = await chooseFrom(judges, predictions, plan, work);
  const asked: Plan = { ...plan, prediction: { ...plan.prediction, largestComponents: [...new Set([...plan.prediction.largestComponents, ...largestComponents])] } };
  for (const [place, { shown }] of judges.entries()) {
    keepLargest(predictions[place] as Uint8Array, shown.own, largestComponents);
    await work.breathe();
  }

  const judge = (snapshotCases: readonly SnapshotCase[], predict: Judging['predict']): Promise<Judged> => judgeCases({
    projectFolder: request.projectFolder, outputFolder: request.outputFolder, plan: asked, cases: snapshotCases, predict,
  }, work);
  const judged = judges.length === 0 ? null : await judge(judges.map(({ snapshotCase }) => snapshotCase), async (_, place) =>
    onOwnGrid(predictions[place] as Uint8Array, judges[place]!.shown));
  const took = { cases: judges.length, predictingSeconds: predicted - began, measuringSeconds: work.seconds() - predicted };
  // Read only now, and one by one: nothing of it has had a part in anything above.
  const tested = cases.tests === 0 ? null : await judge(await casesOfRole(request.manifest, 'test'), async (one) => {
    const shown = await loadShown({ ...request, plan: asked }, one, work);
    return shown === null ? null : onOwnGrid(await predictStack([learner], shown, asked, work.breathe, () => undefined), shown);
  });
  return { plan: asked, validation: judged?.validation ?? null, cases: judged?.cases ?? [], testCases: tested?.cases ?? [], took, ...believed.result() };
}

/** Judged where every slice is complete: elsewhere what is taken off may have been right. */
async function chooseFrom(judges: readonly JudgingStack[], predictions: readonly Uint8Array[], plan: Plan, { breathe }: Work): Promise<readonly number[]> {
  const all = plan.outputs.map((_, output) => output).slice(1);
  const without: (readonly (number | null)[])[] = [];
  const kept: typeof without = [];
  for (const [place, stack] of judges.entries()) {
    if (stack.teaching.complete.includes(0)) continue;
    const prediction = (predictions[place] as Uint8Array).slice();
    without.push(dicePerLabel(stack, prediction, plan.outputs.length));
    keepLargest(prediction, stack.shown.own, all);
    kept.push(dicePerLabel(stack, prediction, plan.outputs.length));
    await breathe();
  }
  return chooseLargestComponents(without, kept);
}
