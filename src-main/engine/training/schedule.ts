/**
 * How long a training is, fixed before its first step, so that the machine's speed can change nothing of
 * the learning rates: pure arithmetic on what was measured.
 */
import type { OptimiserPlan, Plan } from '#shared/learning/plan.ts';

export interface MeasuredSeconds {
  readonly perStep: number;
  /** One validation on all its cases. */
  readonly perValidation: number;
  readonly perCheckpoint: number;
  /** What the last look takes beyond a validation: mirrored, every distance measured, the test set judged. */
  readonly lastLook: number;
}

export interface TrainingSchedule {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Epochs (from 1) after which the validation cases are predicted; the last one is always among them. */
  readonly validateAfter: readonly number[];
  /** Of the validation cases: fewer where predicting all of them even once takes too much of the time. */
  readonly validationCases: number;
  readonly expectedSeconds: number;
}

/** Of the time, at most this share goes into looking how good the network is. */
const validationShare = 0.1;

/**
 * @param secondsLeft time until the model must be written; null: the plan's own epochs
 */
export function fixSchedule(
  plan: Pick<Plan, 'epochs' | 'stepsPerEpoch'>, seconds: MeasuredSeconds, validationCases: number, secondsLeft: number | null,
): TrainingSchedule {
  const budgetSeconds = secondsLeft === null ? null : Math.max(0, secondsLeft - seconds.lastLook);
  const cases = budgetSeconds === null || seconds.perValidation === 0
    ? validationCases
    : Math.min(validationCases, Math.max(1, Math.floor((validationCases * validationShare * budgetSeconds) / seconds.perValidation)));
  const perValidation = validationCases === 0 ? 0 : (seconds.perValidation * cases) / validationCases;
  const affordable = (total: number): number => {
    if (cases === 0) return 0;
    return perValidation === 0 ? Infinity : Math.max(1, Math.floor((validationShare * total) / perValidation));
  };
  const finish = (epochs: number, stepsPerEpoch: number, most: number): TrainingSchedule => {
    const count = Math.min(epochs, most);
    return {
      epochs, stepsPerEpoch, validationCases: cases,
      validateAfter: Array.from({ length: count }, (_, n) => Math.round(((n + 1) * epochs) / count)),
      // The finished model is written like one more checkpoint.
      expectedSeconds: epochs * stepsPerEpoch * seconds.perStep + count * perValidation + (epochs + 1) * seconds.perCheckpoint + seconds.lastLook,
    };
  };
  if (budgetSeconds === null) {
    return finish(plan.epochs, plan.stepsPerEpoch, affordable(plan.epochs * plan.stepsPerEpoch * seconds.perStep));
  }
  const most = affordable(budgetSeconds);
  const perEpoch = plan.stepsPerEpoch * seconds.perStep + seconds.perCheckpoint;
  // As many validations as the time allows where there are more epochs than that, else one after each.
  const withMost = (budgetSeconds - seconds.perCheckpoint - most * perValidation) / perEpoch;
  const fitting = withMost >= most ? withMost : (budgetSeconds - seconds.perCheckpoint) / (perEpoch + perValidation);
  const epochs = Math.max(1, Math.round(fitting));
  const beside = Math.min(epochs, most) * perValidation + (epochs + 1) * seconds.perCheckpoint;
  const stepsPerEpoch = Math.max(1, Math.round((budgetSeconds - beside) / seconds.perStep / epochs));
  return finish(epochs, stepsPerEpoch, most);
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
