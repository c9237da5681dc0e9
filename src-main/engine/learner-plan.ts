import { usualOptimiser, usualParts } from '#shared/learning/complete-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Network } from './networks/network.ts';
import type { DropoutPlan } from './networks/dropout.ts';
import type { Optimiser } from './optimisers/optimiser.ts';

/** What of a plan a learner goes by. What is not said is off, and the optimiser is Adam. */
export type LearnerPlan = Pick<Plan, 'loss' | 'outputs'> & Partial<Pick<Plan, 'averageDecay' | 'dropout' | 'seed'>> & {
  readonly optimiser?: Partial<Plan['optimiser']>;
};

export function optimiserOf({ optimiser, averageDecay }: LearnerPlan): Optimiser {
  return { ...usualOptimiser, kind: 'adam', ...optimiser, averageDecay: averageDecay ?? usualParts.averageDecay };
}

export function dropoutOf({ dropout, seed }: LearnerPlan): DropoutPlan {
  return { dropout: dropout ?? usualParts.dropout, seed: seed ?? 0 };
}

/**
 * Indices of the parameters that are not frozen.
 * @throws RangeError where nothing is left to learn
 */
export function learningParameters({ parameters }: Network, frozen: ReadonlySet<string>): readonly number[] {
  const learning = parameters.flatMap(({ name }, index) => (frozen.has(name) ? [] : [index]));
  if (learning.length === 0) throw new RangeError('every parameter is frozen');
  return learning;
}
