import type { Tensor } from '@tensorflow/tfjs';
import type { ParameterShape } from '../networks/network.ts';
import { applyAdam, applyMomentum, subtractFromVariable, type ResourceVariable } from '../native/resource-variables.ts';
import { tf } from '../tensorflow.ts';
import { beta1, beta2, decays, epsilon, type Memory, type Optimiser, type StepNumbers } from './optimiser.ts';

/** The weights of a parameter and what is kept of them. */
export type HeldVariables = Readonly<Partial<Record<Memory, ResourceVariable>> & { readonly weights: ResourceVariable }>;

/** `StepNumbers` as tensors, so that a graph can be fed with them. */
export type StepTensors = Readonly<Partial<Record<keyof StepNumbers, Tensor>>>;

/**
 * One step of a parameter, in place. Weight decay is that of Loshchilov, Hutter 2019 (arXiv 1711.05101) for
 * `adamw`, weights − rate · decay · weights before the step, else decay · weights as part of the gradient.
 * Adam is TensorFlow's (Kingma, Ba 2015, arXiv 1412.6980); `sgd` is Nesterov's accelerated gradient as
 * Sutskever et al. 2013 wrote it, in the form that nnU-Net uses: v ← momentum · v + g, weights −
 * rate · (g + momentum · v).
 * @param gradient clipped
 */
export function changeVariable(optimiser: Optimiser, parameter: ParameterShape, held: HeldVariables, gradient: Tensor, numbers: StepTensors): void {
  const { weights } = held;
  const decaying = decays(optimiser, parameter);
  // What is read is let go of before the variable changes, or that would copy it.
  if (decaying && optimiser.kind === 'adamw') {
    subtractFromVariable(weights, tf.tidy(() => tf.mul(weights.read(), numbers.decay as Tensor)));
  }
  const slope = decaying && optimiser.kind !== 'adamw'
    ? tf.tidy(() => tf.add(gradient, tf.mul(weights.read(), optimiser.weightDecay)))
    : gradient;
  if (optimiser.kind === 'sgd') applyMomentum(weights, held.velocity as ResourceVariable, numbers.rate as Tensor, slope, optimiser.momentum);
  else applyAdam({ variable: weights, mean: held.mean as ResourceVariable, meanSquare: held.meanSquare as ResourceVariable }, adamTensors(numbers), slope);
  const { average } = held;
  if (average !== undefined) {
    subtractFromVariable(average, tf.tidy(() => tf.mul(tf.sub(average.read(), weights.read()), numbers.averageRate as Tensor)));
  }
}

/** In the order of the native operation. */
function adamTensors({ beta1Power, beta2Power, rate }: StepTensors): Tensor[] {
  return [beta1Power, beta2Power, rate, ...[beta1, beta2, epsilon].map((value) => tf.scalar(value))] as Tensor[];
}
