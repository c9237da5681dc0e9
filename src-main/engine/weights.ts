/**
 * The weights of a network while it learns, and Adam's two memories of each. Native: TensorFlow's own
 * variables, changed in place; else tensors, replaced at each step. Both compute the same formula.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { applyAdam, makeResourceVariable, type ResourceVariable } from './native/resource-variables.ts';
import { sizeOf, type ParameterShape, type Parameters } from './networks/network.ts';
import { native, tf } from './tensorflow.ts';

/** Kingma, Ba 2015, arXiv 1412.6980; epsilon as in TensorFlow. */
const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-7;

/** The part of Adam's scalars that never changes, in the order of the native operation. */
export function adamScalars(): Tensor[] {
  return [beta1, beta2, epsilon].map((value) => tf.scalar(value));
}

/** What changes with the step (from 1): the powers of both betas. */
export function betaPowers(step: number): readonly [number, number] {
  return [beta1 ** step, beta2 ** step];
}

export interface Weights {
  /** Present values in the network's order; the caller disposes of them before the next update. */
  read(): Tensor[];
  /** One step of Adam. The gradients stay the caller's. */
  update(gradients: readonly Tensor[], learningRate: number): void;
  dispose(): void;
}

export function makeWeights(parameters: readonly ParameterShape[], values: ReadonlyMap<string, Float32Array>): Weights {
  const start = (parameter: ParameterShape): Float32Array => {
    const found = values.get(parameter.name);
    if (found === undefined) throw new RangeError(`no value for ${parameter.name}`);
    return found;
  };
  return native === null ? tensorWeights(parameters, start) : resourceWeights(parameters, start);
}

/** Parameters by name, from tensors in the network's order. */
export function namedParameters(parameters: readonly ParameterShape[], tensors: readonly Tensor[]): Parameters {
  const byName = new Map(parameters.map(({ name }, index) => [name, tensors[index] as Tensor]));
  return {
    has: (name) => byName.has(name),
    get: (name) => {
      const tensor = byName.get(name);
      if (tensor === undefined) throw new RangeError(`no parameter ${name}`);
      return tensor;
    },
  };
}

function resourceWeights(parameters: readonly ParameterShape[], start: (parameter: ParameterShape) => Float32Array): Weights {
  const variables = parameters.map((parameter) => makeResourceVariable(start(parameter), parameter.shape));
  const zeros = (): ResourceVariable[] => parameters.map(({ shape }) => makeResourceVariable(new Float32Array(sizeOf(shape)), shape));
  // Made when first needed: who only predicts needs a third of the memory.
  let memories: { readonly means: ResourceVariable[]; readonly meanSquares: ResourceVariable[] } | null = null;
  let step = 0;
  return {
    read: () => variables.map((variable) => variable.read()),
    update(gradients, learningRate) {
      step++;
      const { means, meanSquares } = memories ??= { means: zeros(), meanSquares: zeros() };
      tf.tidy(() => {
        const scalars = [...[...betaPowers(step), learningRate].map((value) => tf.scalar(value)), ...adamScalars()];
        variables.forEach((variable, index) => {
          const state = { variable, mean: means[index] as ResourceVariable, meanSquare: meanSquares[index] as ResourceVariable };
          applyAdam(state, scalars, gradients[index] as Tensor);
        });
      });
    },
    dispose: () => [...variables, ...(memories?.means ?? []), ...(memories?.meanSquares ?? [])].forEach((one) => one.dispose()),
  };
}

function tensorWeights(parameters: readonly ParameterShape[], start: (parameter: ParameterShape) => Float32Array): Weights {
  const states = parameters.map((parameter) => ({
    variable: tf.keep(tf.tensor(start(parameter).slice(), [...parameter.shape])),
    mean: tf.keep(tf.zeros([...parameter.shape])),
    meanSquare: tf.keep(tf.zeros([...parameter.shape])),
  }));
  let step = 0;
  return {
    read: () => states.map(({ variable }) => variable.clone()),
    update(gradients, learningRate) {
      step++;
      const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      states.forEach((state, index) => {
        const before = [state.variable, state.mean, state.meanSquare];
        tf.tidy(() => {
          const gradient = gradients[index] as Tensor;
          state.mean = tf.keep(tf.add(tf.mul(state.mean, beta1), tf.mul(gradient, 1 - beta1)));
          state.meanSquare = tf.keep(tf.add(tf.mul(state.meanSquare, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const change = tf.div(tf.mul(state.mean, rate), tf.add(tf.sqrt(state.meanSquare), epsilon));
          state.variable = tf.keep(tf.sub(state.variable, change));
        });
        before.forEach((tensor) => tensor.dispose());
      });
    },
    dispose: () => states.forEach(({ variable, mean, meanSquare }) => [variable, mean, meanSquare].forEach((one) => one.dispose())),
  };
}
