/**
 * How weights follow from gradients: which numbers an optimiser keeps of each weight, and what it is told at
 * each step. Knows neither networks nor losses; what it says is computed by `change-variables.ts` (native) and
 * `change-tensors.ts`, with one meaning.
 */
import { usualOptimiser } from '#shared/learning/complete-plan.ts';
import type { OptimiserPlan, Plan } from '#shared/learning/plan.ts';
import type { ParameterShape } from '../networks/network.ts';

export type Optimiser = Pick<OptimiserPlan, 'kind' | 'weightDecay' | 'momentum' | 'clipNorm'> & Pick<Plan, 'averageDecay'>;

/** Adam alone. */
export const plainAdam: Optimiser = { ...usualOptimiser, kind: 'adam', averageDecay: null };

/** Kingma, Ba 2015, arXiv 1412.6980; epsilon as in TensorFlow. */
export const beta1 = 0.9;
export const beta2 = 0.999;
export const epsilon = 1e-7;

/** What is kept of each parameter besides its weights, in the parameter's shape. */
export type Memory = 'mean' | 'meanSquare' | 'velocity' | 'average';

/** The average of the weights comes last. */
export function memoriesOf({ kind, averageDecay }: Optimiser): readonly Memory[] {
  const own: readonly Memory[] = kind === 'sgd' ? ['velocity'] : ['mean', 'meanSquare'];
  return averageDecay === null ? own : [...own, 'average'];
}

/** All that a learner holds, in its order: the weights, then each memory, in the order of the parameters. */
export function stateKeys(parameters: readonly ParameterShape[], optimiser: Optimiser): readonly string[] {
  return ['weights', ...memoriesOf(optimiser)].flatMap((kind) => parameters.map(({ name }) => stateKey(kind as Memory | 'weights', name)));
}

export function stateKey(kind: Memory | 'weights', parameter: string): string {
  return `${kind}/${parameter}`;
}

/** What differs from step to step; only what the optimiser uses. */
export type StepNumbers = Readonly<Partial<Record<'rate' | 'beta1Power' | 'beta2Power' | 'decay' | 'averageRate', number>>>;

/** @param step from 1 */
export function stepNumbers({ kind, weightDecay, averageDecay }: Optimiser, step: number, learningRate: number): StepNumbers {
  return {
    ...(kind === 'sgd' ? {} : { beta1Power: beta1 ** step, beta2Power: beta2 ** step }),
    rate: learningRate,
    ...(kind === 'adamw' && weightDecay > 0 ? { decay: learningRate * weightDecay } : {}),
    // At first the average follows quickly, or it would hold the starting weights for long.
    ...(averageDecay === null ? {} : { averageRate: 1 - Math.min(averageDecay, (1 + step) / (10 + step)) }),
  };
}

/** Kernels alone decay: what has one number a channel (biases, scales, offsets, slopes) is no matter of size. */
export function decays({ weightDecay }: Optimiser, { shape }: Pick<ParameterShape, 'shape'>): boolean {
  return weightDecay > 0 && shape.length > 1;
}
