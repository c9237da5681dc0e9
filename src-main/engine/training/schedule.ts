/**
 * How long a training is, fixed before its first step, so that the machine's speed can change nothing of
 * the learning rates: pure arithmetic on what was measured.
 */
import type { Plan } from '#shared/learning/plan.ts';

export interface MeasuredSeconds {
  readonly perStep: number;
  /** One validation on all its cases. */
  readonly perValidation: number;
  readonly perCheckpoint: number;
}

export interface TrainingSchedule {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Epochs (from 1) after which the validation cases are predicted; the last one is always among them. */
  readonly validateAfter: ReadonlySet<number>;
  /** Of the validation cases: fewer where predicting all of them even once takes too much of the time. */
  readonly validationCases: number;
  readonly expectedSeconds: number;
}

/** Of the time, at most this share goes into looking how good the network is. */
const validationShare = 0.1;

/**
 * @param budgetSeconds time left until the model must be written; null: the plan's own epochs
 */
export function fixSchedule(
  plan: Pick<Plan, 'epochs' | 'stepsPerEpoch'>, seconds: MeasuredSeconds, validationCases: number, budgetSeconds: number | null,
): TrainingSchedule {
  const cases = budgetSeconds === null || seconds.perValidation === 0
    ? validationCases
    : Math.min(validationCases, Math.max(1, Math.floor((validationCases * validationShare * budgetSeconds) / seconds.perValidation)));
  const perValidation = validationCases === 0 ? 0 : (seconds.perValidation * cases) / validationCases;
  const validations = (epochs: number, total: number): number => {
    if (cases === 0) return 0;
    const affordable = perValidation === 0 ? epochs : Math.floor((validationShare * total) / perValidation);
    return Math.min(epochs, Math.max(1, affordable));
  };
  const costs = (epochs: number, total: number): number =>
    validations(epochs, total) * perValidation + (epochs + 1) * seconds.perCheckpoint;

  let { epochs, stepsPerEpoch } = plan;
  if (budgetSeconds !== null) {
    // The number of epochs decides what they cost beside their steps: settled after a few rounds.
    for (let round = 0; round < 5; round++) {
      const steps = Math.max(1, Math.floor((budgetSeconds - costs(epochs, budgetSeconds)) / seconds.perStep));
      epochs = Math.max(1, Math.round(steps / plan.stepsPerEpoch));
      stepsPerEpoch = Math.max(1, Math.round(steps / epochs));
    }
  }
  const stepSeconds = epochs * stepsPerEpoch * seconds.perStep;
  const total = budgetSeconds ?? stepSeconds;
  const count = validations(epochs, total);
  return {
    epochs, stepsPerEpoch, validationCases: cases,
    validateAfter: new Set(Array.from({ length: count }, (_, n) => Math.round(((n + 1) * epochs) / count))),
    expectedSeconds: stepSeconds + costs(epochs, total),
  };
}

/**
 * @param step from 0
 * Polynomial: rate · (1 − step / steps)^0.9 (Chen et al. 2017, arXiv 1606.00915, section 4.1).
 */
export function learningRateAt({ learningRate, schedule }: Plan['optimiser'], step: number, steps: number): number {
  switch (schedule) {
    case 'constant': return learningRate;
    case 'polynomial': return learningRate * (1 - step / steps) ** 0.9;
  }
}
