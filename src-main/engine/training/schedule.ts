/**
 * How long a training is, fixed before its first step, so that the machine's speed can change nothing of
 * the learning rates: pure arithmetic on what was measured.
 */
import type { OptimiserPlan, Plan } from '#shared/learning/plan.ts';

export interface MeasuredSeconds {
  readonly perStep: number;
  /** What the first step takes longer than the others. */
  readonly beginning: number;
  /** One validation on all its cases. */
  readonly perValidation: number;
  readonly perCheckpoint: number;
  /** The last look on all cases that validate: mirrored, every distance measured. */
  readonly lastLook: number;
  /** The same on the test set. */
  readonly testSet: number;
}

export interface TrainingSchedule {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Epochs (from 1) after which the validation cases are predicted; the last one is always among them. */
  readonly validateAfter: readonly number[];
  /** Of the validation cases: fewer where predicting all of them even once takes too much of the time. */
  readonly validationCases: number;
  /** All of it, and what of it follows the last step. */
  readonly expectedSeconds: number;
  readonly lastSeconds: number;
}

/** Of the time, at most this share goes into looking how good the network is, between its steps and at the end. */
const validationShare = 0.1;
const lastLookShare = 0.25;
/** The time is judged, and the number of epochs may be cut, when an epoch is done: a short training gets as many … */
const epochsToJudge = { fewest: 10, most: 20 };
/** … as their checkpoints take no more than this share of it. */
const checkpointShare = 0.04;
/** Of the time, what whole epochs may leave unused or exceed. */
const unusedShare = 0.005;
/** However long it takes to judge the test set, which cannot be cut, a network must have learnt something. */
const leastForSteps = 0.5;

/**
 * @param secondsLeft time until the model must be written; null: the plan's own epochs
 */
export function fixSchedule(
  plan: Pick<Plan, 'epochs' | 'stepsPerEpoch'>, seconds: MeasuredSeconds, validationCases: number, secondsLeft: number | null,
): TrainingSchedule {
  const left = secondsLeft === null ? null : Math.max(0, secondsLeft);
  const cases = left === null ? validationCases : fewerCases(seconds, validationCases, left);
  const share = validationCases === 0 ? 0 : cases / validationCases;
  const perValidation = seconds.perValidation * share;
  const lastSeconds = seconds.lastLook * share + seconds.testSet;
  const budgetSeconds = left === null ? null : Math.max(leastForSteps * left, left - seconds.beginning - lastSeconds);
  const affordable = (total: number): number => {
    if (cases === 0) return 0;
    return perValidation === 0 ? Infinity : Math.max(1, Math.floor((validationShare * total) / perValidation));
  };
  // Behind the last epoch comes the last look instead.
  const between = (validations: number): number => Math.max(0, validations - 1) * perValidation;
  // One before the first step, and the finished model is written like one more.
  const checkpoints = (epochs: number): number => (epochs + 2) * seconds.perCheckpoint;
  const finish = (epochs: number, stepsPerEpoch: number, most: number): TrainingSchedule => {
    const count = Math.min(epochs, most);
    return {
      epochs, stepsPerEpoch, validationCases: cases, lastSeconds,
      validateAfter: Array.from({ length: count }, (_, n) => Math.round(((n + 1) * epochs) / count)),
      expectedSeconds: seconds.beginning + epochs * stepsPerEpoch * seconds.perStep + between(count) + checkpoints(epochs) + lastSeconds,
    };
  };
  if (budgetSeconds === null) {
    return finish(plan.epochs, plan.stepsPerEpoch, affordable(plan.epochs * plan.stepsPerEpoch * seconds.perStep));
  }
  const most = affordable(budgetSeconds);
  const perEpoch = plan.stepsPerEpoch * seconds.perStep + seconds.perCheckpoint;
  // As many validations as the time allows where there are more epochs than that, else one after each.
  const withMost = (budgetSeconds - seconds.perCheckpoint - between(most)) / perEpoch;
  const fitting = withMost >= most ? withMost : (budgetSeconds - seconds.perCheckpoint + perValidation) / (perEpoch + perValidation);
  const fitted = (epochs: number): { readonly epochs: number; readonly stepsPerEpoch: number; readonly misses: number } => {
    const forSteps = budgetSeconds - between(Math.min(epochs, most)) - checkpoints(epochs);
    const stepsPerEpoch = Math.max(1, Math.round(forSteps / seconds.perStep / epochs));
    return { epochs, stepsPerEpoch, misses: Math.abs(epochs * stepsPerEpoch * seconds.perStep - forSteps) };
  };
  const usual = Math.max(1, Math.round(fitting));
  const finest = Math.min(
    epochsToJudge.most, Math.floor((checkpointShare * budgetSeconds) / seconds.perCheckpoint), Math.round(budgetSeconds / seconds.perStep),
  );
  const coarsest = Math.max(usual, Math.min(epochsToJudge.fewest, finest));
  // Of the numbers that may be the largest that uses the time well, else the one that comes closest to it.
  const choices = Array.from({ length: Math.max(1, finest - coarsest + 1) }, (_, n) => fitted(coarsest + n));
  const closest = choices.reduce((best, one) => (one.misses < best.misses ? one : best));
  const { epochs, stepsPerEpoch } = choices.findLast(({ misses }) => misses <= unusedShare * budgetSeconds) ?? closest;
  return finish(epochs, stepsPerEpoch, most);
}

/** Fewer steps teach hardly anything. */
const fewestSteps = 50;
/** Of its minutes, what a training may be expected to take longer without a word. */
const tolerated = 0.05;

/**
 * @param before seconds that have gone when the first step begins
 * @returns null where the minutes are enough for some steps and all that goes with them, else about how many would be
 */
export function minutesNeeded(
  plan: Pick<Plan, 'epochs' | 'stepsPerEpoch'>, seconds: MeasuredSeconds, validationCases: number, before: number, minutes: number,
): number | null {
  const areEnough = (given: number): boolean => {
    const { epochs, stepsPerEpoch, expectedSeconds } = fixSchedule(plan, seconds, validationCases, given * 60 - before);
    return epochs * stepsPerEpoch >= fewestSteps && !(before + expectedSeconds > (1 + tolerated) * given * 60);
  };
  if (areEnough(minutes)) return null;
  let needed = minutes;
  while (!areEnough(needed)) needed *= 1.1;
  return needed;
}

/** As many as their shares of the time allow, one at least. */
function fewerCases({ perValidation, lastLook }: MeasuredSeconds, cases: number, secondsLeft: number): number {
  const fitting = (once: number, share: number): number => (once === 0 ? cases : Math.floor((cases * share * secondsLeft) / once));
  return Math.min(cases, Math.max(1, Math.min(fitting(perValidation, validationShare), fitting(lastLook, lastLookShare))));
}

/**
 * @param step from 0
 * Polynomial: rate · (1 − step / steps)^0.9 (Chen et al. 2017, arXiv 1606.00915, section 4.1).
 */
export function learningRateAt({ learningRate, schedule }: Pick<OptimiserPlan, 'learningRate' | 'schedule'>, step: number, steps: number): number {
  switch (schedule) {
    case 'constant': return learningRate;
    case 'polynomial': return learningRate * (1 - step / steps) ** 0.9;
  }
}
