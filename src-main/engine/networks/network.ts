/**
 * A network is its parameters' names, shapes and starting values, and a function from parameters and
 * images to scores. It owns no tensor and keeps no state, so that the same function can be run
 * operation by operation, or once to be recorded as a graph.
 */
import type { Tensor } from '@tensorflow/tfjs';

export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: ParameterStart;
}

export type ParameterStart =
  | { readonly kind: 'constant'; readonly value: number }
  /** Normal with variance 2 / fan-in, for rectifiers (He et al. 2015, arXiv 1502.01852). */
  | { readonly kind: 'he-normal'; readonly fanIn: number }
  /** A transposed convolution that interpolates each channel by itself, where its kernel is twice its stride. */
  | { readonly kind: 'bilinear' };

export interface Parameters {
  /** @throws RangeError where the network has no such parameter */
  get(name: string): Tensor;
  has(name: string): boolean;
  /** Is shown what a layer passes on, by the layer's name (`shared/learning/network-views.ts`), and says what is passed on instead; nobody looks, if it is not given. */
  readonly look?: (layer: string, map: Tensor) => Tensor;
}

/** What a layer passes on, once whoever looks has seen it. */
export function passOn(parameters: Parameters, layer: string, map: Tensor): Tensor {
  return parameters.look === undefined ? map : parameters.look(layer, map);
}

export interface Network {
  readonly parameters: readonly ParameterShape[];
  /**
   * @param images samples × (slices ×) rows × columns × channels: volumes where the network is one for
   *   volumes; each axis of space a multiple of the total stride
   * @returns scores before softmax: the shape of the images, with outputs in place of channels
   */
  readonly forward: (parameters: Parameters, images: Tensor) => Tensor;
  /**
   * @param images as in `forward`
   * @returns the deepest map of the way down, of which all scores are made: samples × (slices ×) rows × columns × channels, each axis of
   *   space shorter by the total stride
   */
  readonly encode: (parameters: Parameters, images: Tensor) => Tensor;
  /** What a step teaches; the scores of `forward` alone where a network says nothing else. */
  readonly supervision?: Supervision;
  /** Where something may be left out while learning (`leaveOut`); nowhere, if nothing is said. */
  readonly dropouts?: readonly DropoutPlace[];
}

/** A layer after which something may be left out. */
export interface DropoutPlace {
  readonly name: string;
  /** What is left out or kept as one, of one sample: 1 along an axis stands for all of it. */
  readonly shape: (space: readonly number[]) => readonly number[];
}

/**
 * Deep supervision (Lee et al. 2015, arXiv 1409.5185): coarser levels are taught what the top one is, so
 * that the gradient reaches them on a short way. Only while learning.
 */
export interface Supervision {
  /** The first one is the full size. */
  readonly scales: readonly Scale[];
  /** @returns scores of each scale */
  readonly forward: (parameters: Parameters, images: Tensor) => readonly Tensor[];
}

export interface Scale {
  /** Voxels of the images for one of the scores, along each axis of space. */
  readonly strides: readonly number[];
  /** Its part in the loss; all parts together are 1. */
  readonly weight: number;
}

/** @param network whose images have `dimensions` axes of space */
export function supervisionOf(network: Network, dimensions: number): Supervision {
  return network.supervision ?? {
    scales: [{ strides: Array<number>(dimensions).fill(1), weight: 1 }],
    forward: (parameters, images) => [network.forward(parameters, images)],
  };
}

export function parameterCount({ parameters }: Pick<Network, 'parameters'>): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
