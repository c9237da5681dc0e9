/**
 * Dropout (Srivastava et al. 2014, JMLR 15:1929): while a network learns, a share of what some of its layers
 * pass on is left out, and the rest is enlarged so that the mean stays. What is left out is drawn here from
 * (seed, step, sample) and given to the network as tensors, so that a recorded step does not repeat one
 * drawing for ever, and a training that goes on draws what it would have drawn.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Plan } from '#shared/learning/plan.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { tf } from '../tensorflow.ts';
import { sizeOf, type DropoutPlace, type Network, type Parameters } from './network.ts';

/** Whole channels, as neighbouring voxels of a map tell the same (Tompson et al. 2015, arXiv 1411.4280). */
export function channelsOf(name: string, dimensions: number, channels: number): DropoutPlace {
  return { name, shape: () => [...Array<number>(dimensions).fill(1), channels] };
}

/**
 * Levels of a decoder at which channels are left out: its two deepest. Not the top one where there is another: every score is made of
 * its few channels, and without one of them a network is unsure even of what it knows by heart.
 * @param up from the deepest to the top
 */
export function levelsLeftOut(up: readonly number[]): readonly number[] {
  return up.slice(0, Math.max(1, Math.min(2, up.length - 1)));
}

/** What the layer passes on; all of it where nothing is drawn for it. */
export function leaveOut(parameters: Parameters, name: string, images: Tensor): Tensor {
  return parameters.has(maskName(name)) ? tf.mul(images, parameters.get(maskName(name))) : images;
}

export type DropoutPlan = Pick<Plan, 'dropout' | 'seed'>;

export interface Mask {
  readonly name: string;
  /** Samples first. */
  readonly shape: readonly number[];
  /** 0 where something is left out, else 1 / (1 − share). */
  readonly values: Float32Array;
}

/** Names and shapes of what is drawn for `count` samples; none where the share is 0. */
export function maskShapes({ dropouts = [] }: Network, { dropout }: DropoutPlan, count: number, space: readonly number[]): readonly Omit<Mask, 'values'>[] {
  return dropout === 0 ? [] : dropouts.map(({ name, shape }) => ({ name: maskName(name), shape: [count, ...shape(space)] }));
}

/**
 * @param step from 0
 * @param first number of the first sample within the batch: a sample has its drawing in whatever part it comes
 */
export function drawMasks(network: Network, plan: DropoutPlan, step: number, first: number, count: number, space: readonly number[]): readonly Mask[] {
  const masks = maskShapes(network, plan, count, space).map((mask) => ({ ...mask, values: new Float32Array(sizeOf(mask.shape)) }));
  const enlarged = 1 / (1 - plan.dropout);
  for (let sample = 0; sample < count; sample++) {
    const draws = randomDraws(plan.seed, 'dropout', step, first + sample);
    for (const { values } of masks) {
      const length = values.length / count;
      for (let at = 0; at < length; at++) values[sample * length + at] = draws.uniform() < plan.dropout ? 0 : enlarged;
    }
  }
  return masks;
}

/** A network of which something is left out: a sample of those that dropout teaches. */
export interface DrawnNetwork extends DropoutPlan {
  /** Of several that are drawn. */
  readonly number: number;
}

/** What a drawn network does without: the same of every sample that it is asked about, however these come in batches. */
export function masksOfDrawn(network: Network, drawn: DrawnNetwork, count: number, space: readonly number[]): readonly Mask[] {
  return drawMasks(network, drawn, drawn.number, 0, 1, space).map(({ name, shape, values }) => {
    const copies = new Float32Array(count * values.length);
    for (let sample = 0; sample < count; sample++) copies.set(values, sample * values.length);
    return { name, shape: [count, ...shape.slice(1)], values: copies };
  });
}

/** By name; they belong to the enclosing `tf.tidy`. */
export function maskTensors(masks: readonly Mask[]): Map<string, Tensor> {
  return new Map(masks.map(({ name, shape, values }) => [name, tf.tensor(values, [...shape])]));
}

function maskName(place: string): string {
  return `${place}/kept`;
}
