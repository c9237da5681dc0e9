/** What a finished network is worth: by the cases that judge, then by the test set, with all that the model will be asked with. */
import type { TrainRequest, ValidationScores } from '#main/engine-client/protocol.ts';
import { keepLargest } from '#shared/learning/components.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { chooseLargestComponents } from '#shared/learning/largest-components.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Learner } from '../learner.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { onOwnGrid, type JudgingStack } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { judgeCases, type Judged } from './judge-cases.ts';
import type { TrainingMemory } from './memory.ts';
import { loadJudges, type TrainingCases } from './training-cases.ts';
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
}

export async function lastLook({ request, plan, learner, cases, work }: Look, { schedule }: Pick<TrainingMemory, 'schedule'>): Promise<LastLook> {
  const judges = cases.validation.slice(0, schedule.validationCases);
  const predictions: Uint8Array[] = [];
  for (const { shown } of judges) predictions.push(await predictStack([learner], shown, plan, work.breathe, () => undefined));
  const largestComponents = chooseFrom(judges, predictions, plan);
  const asked: Plan = { ...plan, prediction: { ...plan.prediction, largestComponents: [...new Set([...plan.prediction.largestComponents, ...largestComponents])] } };
  judges.forEach(({ shown }, place) => keepLargest(predictions[place] as Uint8Array, shown.own, largestComponents));

  const judge = (stacks: readonly JudgingStack[], predict: (place: number) => Promise<Uint8Array>): Promise<Judged> => judgeCases({
    projectFolder: request.projectFolder, outputFolder: request.outputFolder, plan: asked,
    cases: stacks.map(({ snapshotCase }) => snapshotCase),
    predict: async (_, place) => onOwnGrid(await predict(place), stacks[place]!.shown),
  }, work);
  const judged = judges.length === 0 ? null : await judge(judges, async (place) => predictions[place] as Uint8Array);
  // Read only now: nothing of it has had a part in anything above.
  const tests = cases.tests === 0 ? [] : await loadJudges({ ...request, plan: asked }, 'test', work);
  const tested = tests.length === 0 ? null : await judge(tests, (place) => predictStack([learner], tests[place]!.shown, asked, work.breathe, () => undefined));
  return { plan: asked, validation: judged?.validation ?? null, cases: judged?.cases ?? [], testCases: tested?.cases ?? [] };
}

/** Judged where every slice is complete: elsewhere what is taken off may have been right. */
function chooseFrom(judges: readonly JudgingStack[], predictions: readonly Uint8Array[], plan: Plan): readonly number[] {
  const whole = judges.flatMap((stack, place) => (stack.teaching.complete.includes(0) ? [] : [{ stack, prediction: predictions[place] as Uint8Array }]));
  return chooseLargestComponents(whole.length, plan.outputs.length - 1, (which) => whole.map(({ stack, prediction }) => {
    const kept = prediction.slice();
    keepLargest(kept, stack.shown.own, which);
    return dicePerLabel(stack, kept, plan.outputs.length);
  }));
}
