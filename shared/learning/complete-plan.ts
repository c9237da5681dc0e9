/**
 * What a plan means that says nothing of a thing: how plans that were stored before the thing existed are
 * read, and what plans begin with that switch nothing on.
 */
import type { AugmentationPlan, OptimiserPlan, Plan } from './plan.ts';

type Unchanged = 'furtherInputs' | 'targetSpacingMm' | 'averageDecay' | 'dropout' | 'patience' | 'start' | 'prediction';

export const usualParts: Pick<Plan, Unchanged> = {
  furtherInputs: [],
  targetSpacingMm: [null, null, null],
  averageDecay: null,
  dropout: 0,
  patience: null,
  start: { kind: 'scratch' },
  prediction: { mirror: false, largestComponents: [] },
};

export const noChange: AugmentationPlan = {
  rotationDegrees: 0, scale: 0, mirrorAxes: [], mirrorPairs: [], elastic: 0, gamma: 0, brightness: 0, contrast: 0, noise: 0, blur: 0, lowResolution: 0,
};

export const usualOptimiser: Pick<OptimiserPlan, 'weightDecay' | 'momentum' | 'clipNorm'> = { weightDecay: 0, momentum: 0.99, clipNorm: null };

/** As plans may have been stored: any part that came later may be missing. */
export type StoredPlan = Omit<Plan, Unchanged | 'optimiser' | 'augmentation'> & Partial<Pick<Plan, Unchanged>> & {
  readonly optimiser: Pick<OptimiserPlan, 'kind' | 'learningRate' | 'schedule'> & Partial<OptimiserPlan>;
  readonly augmentation: Partial<AugmentationPlan>;
};

export function completePlan(stored: StoredPlan): Plan {
  return {
    ...usualParts,
    ...stored,
    optimiser: { ...usualOptimiser, ...stored.optimiser },
    augmentation: { ...noChange, ...stored.augmentation },
  };
}
