/**
 * The weights of a network while it learns, and what its optimiser keeps of each. Native: TensorFlow's own
 * variables, changed in place; else tensors, replaced at each step. Both compute the same formulas.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { makeResourceVariable, type ResourceVariable } from './native/resource-variables.ts';
import { sizeOf, type ParameterShape, type Parameters } from './networks/network.ts';
import { changedTensors, type Held } from './optimisers/change-tensors.ts';
import { changeVariable, type HeldVariables } from './optimisers/change-variables.ts';
import { clipGradients } from './optimisers/clip-gradients.ts';
import { memoriesOf, plainAdam, stateKey, stepNumbers, type Memory, type Optimiser } from './optimisers/optimiser.ts';
import { native, tf } from './tensorflow.ts';

export type State = ReadonlyMap<string, Float32Array>;

export interface Weights {
  /** Present values in the network's order; the caller disposes of them before the next update. */
  read(): Tensor[];
  /** What is to be predicted with: their average where the optimiser keeps one. As `read`. */
  readModel(): Tensor[];
  /**
   * One step. The gradients stay the caller's.
   * @param learning indices of the parameters that the gradients belong to; the others and what is kept of them stay as they are
   */
  update(gradients: readonly Tensor[], learning: readonly number[], learningRate: number): void;
  /** Everything, by `stateKey`. */
  state(): Map<string, Float32Array>;
  dispose(): void;
}

/** Where a training that goes on begins. */
export interface Earlier {
  readonly state: State;
  /** Steps done. */
  readonly step: number;
}

/** @param earlier takes the place of the values where it is given */
export function makeWeights(
  parameters: readonly ParameterShape[], values: State, optimiser: Optimiser = plainAdam, earlier: Earlier | null = null,
): Weights {
  return (native === null ? tensorWeights : variableWeights)(parameters, values, optimiser, earlier);
}

/** Parameters by name, from tensors in the network's order; and what else a step may use, by name. */
export function namedParameters(parameters: readonly ParameterShape[], tensors: readonly Tensor[], further: ReadonlyMap<string, Tensor> = new Map()): Parameters {
  const byName = new Map([...parameters.map(({ name }, index) => [name, tensors[index] as Tensor] as const), ...further]);
  return {
    has: (name) => byName.has(name),
    get: (name) => {
      const tensor = byName.get(name);
      if (tensor === undefined) throw new RangeError(`no parameter ${name}`);
      return tensor;
    },
  };
}

/** @throws RangeError where there is none of this name or it has another size */
export function valueOf(values: State, key: string, shape: readonly number[]): Float32Array {
  const found = values.get(key);
  if (found === undefined) throw new RangeError(`no value for ${key}`);
  if (found.length !== sizeOf(shape)) throw new RangeError(`${found.length} values for ${key}`);
  return found;
}

/** What a parameter and its memories begin with; null: zeros. */
function firstValue(kind: Memory | 'weights', { name, shape }: ParameterShape, values: State, earlier: Earlier | null): Float32Array | null {
  if (earlier !== null) return valueOf(earlier.state, stateKey(kind, name), shape);
  return kind === 'weights' || kind === 'average' ? valueOf(values, name, shape) : null;
}

/** As `makeWeights`, in TensorFlow's variables. */
export function variableWeights(parameters: readonly ParameterShape[], values: State, optimiser: Optimiser, earlier: Earlier | null): Weights {
  const make = (kind: Memory | 'weights'): ResourceVariable[] => parameters.map((parameter) =>
    makeResourceVariable(firstValue(kind, parameter, values, earlier) ?? new Float32Array(sizeOf(parameter.shape)), parameter.shape));
  const variables = new Map<Memory | 'weights', ResourceVariable[]>([['weights', make('weights')]]);
  // Made when first needed: who only predicts needs a third of the memory.
  const variablesOf = (kind: Memory | 'weights'): ResourceVariable[] => {
    const found = variables.get(kind) ?? make(kind);
    variables.set(kind, found);
    return found;
  };
  const kinds = ['weights', ...memoriesOf(optimiser)] as const;
  let step = earlier?.step ?? 0;
  const read = (kind: Memory | 'weights'): Tensor[] => variablesOf(kind).map((variable) => variable.read());
  return {
    read: () => read('weights'),
    readModel: () => read(optimiser.averageDecay === null ? 'weights' : 'average'),
    update(gradients, learning, learningRate) {
      step++;
      const own = kinds.map((kind) => [kind, variablesOf(kind)] as const);
      tf.tidy(() => {
        const numbers = Object.fromEntries(Object.entries(stepNumbers(optimiser, step, learningRate)).map(([name, value]) => [name, tf.scalar(value)]));
        const clipped = clipGradients(gradients, optimiser.clipNorm);
        learning.forEach((index, place) => {
          const held = Object.fromEntries(own.map(([kind, all]) => [kind, all[index] as ResourceVariable])) as HeldVariables;
          changeVariable(optimiser, parameters[index] as ParameterShape, held, clipped[place] as Tensor, numbers);
        });
      });
    },
    state: () => readState(kinds, parameters, read),
    dispose: () => variables.forEach((all) => all.forEach((one) => one.dispose())),
  };
}

/** As `makeWeights`, in tensors. */
export function tensorWeights(parameters: readonly ParameterShape[], values: State, optimiser: Optimiser, earlier: Earlier | null): Weights {
  const kinds = ['weights', ...memoriesOf(optimiser)] as const;
  const held = parameters.map((parameter) => Object.fromEntries(kinds.map((kind) => {
    const first = firstValue(kind, parameter, values, earlier);
    // A tensor may share the memory that it is made of, which is the caller's.
    return [kind, tf.keep(first === null ? tf.zeros([...parameter.shape]) : tf.tensor(first.slice(), [...parameter.shape]))];
  })) as unknown as Held);
  let step = earlier?.step ?? 0;
  const read = (kind: Memory | 'weights'): Tensor[] => held.map((one) => (one[kind] as Tensor).clone());
  return {
    read: () => read('weights'),
    readModel: () => read(optimiser.averageDecay === null ? 'weights' : 'average'),
    update(gradients, learning, learningRate) {
      step++;
      const numbers = stepNumbers(optimiser, step, learningRate);
      tf.tidy(() => {
        const clipped = clipGradients(gradients, optimiser.clipNorm);
        learning.forEach((index, place) => {
          const before = held[index] as Held;
          const changed = tf.tidy(() => changedTensors(optimiser, parameters[index] as ParameterShape, before, clipped[place] as Tensor, numbers) as unknown as Record<string, Tensor>);
          Object.values(changed).forEach((tensor) => tf.keep(tensor));
          held[index] = changed as unknown as Held;
          tf.dispose(Object.values(before));
        });
      });
    },
    state: () => readState(kinds, parameters, read),
    dispose: () => held.forEach((one) => tf.dispose(Object.values(one))),
  };
}

function readState(kinds: readonly (Memory | 'weights')[], parameters: readonly ParameterShape[], read: (kind: Memory | 'weights') => Tensor[]): Map<string, Float32Array> {
  return new Map(kinds.flatMap((kind) => {
    const tensors = read(kind);
    return parameters.map(({ name }, index) => {
      const tensor = tensors[index] as Tensor;
      const values = tensor.dataSync() as Float32Array;
      tensor.dispose();
      return [stateKey(kind, name), values] as const;
    });
  }));
}
