/** What a learner holds while no graph has it: the weights, and what the optimiser remembers once there is anything. */
import type { Tensor } from '@tensorflow/tfjs';
import { sizeOf, type ParameterShape } from './networks/network.ts';
import { memoriesOf, stateKeys, type Optimiser } from './optimisers/optimiser.ts';
import { tf } from './tensorflow.ts';
import { valueOf, type State } from './weights.ts';

export interface HeldState {
  /** From these values by name, with nothing remembered. */
  begin(values: State): void;
  /** @param state by `stateKey` */
  restore(state: State): void;
  /** Keeps tensors, in the order of `stateKeys`, beyond the enclosing `tf.tidy`. */
  take(tensors: readonly Tensor[]): void;
  weights(): readonly Tensor[];
  /** None where nothing is remembered. */
  memories(): readonly Tensor[];
  /** The weights to predict with. */
  model(): readonly Tensor[];
  /** The numbers by `stateKey`, of these tensors in that order or, for null, of what is held. */
  named(tensors: readonly Tensor[] | null): Map<string, Float32Array>;
  clear(): void;
}

export function makeHeldState(parameters: readonly ParameterShape[], optimiser: Optimiser): HeldState {
  const keys = stateKeys(parameters, optimiser);
  const count = parameters.length;
  const averaged = memoriesOf(optimiser).includes('average');
  const shapeOf = (place: number): number[] => [...(parameters[place % count]?.shape ?? [])];
  let held: readonly Tensor[] = [];
  const replace = (make: () => readonly Tensor[]): void => {
    const made = make();
    tf.dispose([...held]);
    held = made;
  };
  const upload = (values: State, names: readonly string[]): Tensor[] =>
    names.map((name, place) => valueOf(values, name, shapeOf(place)))
      .map((found, place) => tf.keep(tf.tensor(found, shapeOf(place))));

  return {
    begin: (values) => replace(() => upload(values, parameters.map(({ name }) => name))),
    restore: (state) => replace(() => upload(state, keys)),
    take: (tensors) => replace(() => tensors.map((tensor) => tf.keep(tensor))),
    weights: () => held.slice(0, count),
    memories: () => held.slice(count),
    model: () => (averaged && held.length > count ? held.slice(-count) : held.slice(0, count)),
    named(tensors) {
      const given = tensors ?? held;
      return new Map(keys.map((key, place) => {
        // Before the first step the average is what the weights are, and the rest is zero.
        const isAverage = averaged && place >= keys.length - count;
        const tensor = given[place] ?? (isAverage ? given[place % count] : undefined);
        return [key, tensor === undefined ? new Float32Array(sizeOf(shapeOf(place))) : tensor.dataSync().slice() as Float32Array];
      }));
    },
    clear: () => replace(() => []),
  };
}
