import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow.ts';
import { beta1, beta2, decays, epsilon, type Memory, type Optimiser, type StepNumbers } from './optimiser.ts';
import type { ParameterShape } from '../networks/network.ts';

/** The weights of a parameter and what is kept of them. */
export type Held = Readonly<Partial<Record<Memory, Tensor>> & { readonly weights: Tensor }>;

/**
 * What `changeVariable` makes of a parameter, as new tensors in single operations.
 * @param gradient clipped
 */
export function changedTensors(optimiser: Optimiser, parameter: ParameterShape, held: Held, gradient: Tensor, numbers: StepNumbers): Held {
  const decaying = decays(optimiser, parameter);
  const { rate = 0, beta1Power = 0, beta2Power = 0, decay = 0, averageRate = 0 } = numbers;
  const weights = decaying && optimiser.kind === 'adamw' ? tf.sub(held.weights, tf.mul(held.weights, decay)) : held.weights;
  const slope = decaying && optimiser.kind !== 'adamw' ? tf.add(gradient, tf.mul(held.weights, optimiser.weightDecay)) : gradient;
  const changed = optimiser.kind === 'sgd'
    ? nesterov(weights, held.velocity as Tensor, slope, rate, optimiser.momentum)
    : adam(weights, held, slope, (rate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power));
  if (held.average === undefined) return changed;
  return { ...changed, average: tf.sub(held.average, tf.mul(tf.sub(held.average, changed.weights), averageRate)) };
}

function adam(weights: Tensor, held: Held, gradient: Tensor, rate: number): Held {
  const mean = tf.add(tf.mul(held.mean as Tensor, beta1), tf.mul(gradient, 1 - beta1));
  const meanSquare = tf.add(tf.mul(held.meanSquare as Tensor, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  return { weights: tf.sub(weights, tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(meanSquare), epsilon))), mean, meanSquare };
}

function nesterov(weights: Tensor, before: Tensor, gradient: Tensor, rate: number, momentum: number): Held {
  const velocity = tf.add(tf.mul(before, momentum), gradient);
  return { weights: tf.sub(weights, tf.mul(tf.add(gradient, tf.mul(velocity, momentum)), rate)), velocity };
}
