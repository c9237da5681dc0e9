/**
 * Covers a slice or a volume with windows of the training patch's size, so that the network sees at
 * prediction what it saw in training; where windows overlap, the middle of a window counts more than its
 * border (Gaussian weights: Isensee et al. 2021, nnU-Net). Lengths are (slices,) rows, columns.
 */
import type { AxisLengths } from './plan.ts';

export interface Tiling {
  readonly window: AxisLengths;
  /** First voxel of each window along each axis; negative where the image is smaller than the window. */
  readonly origins: readonly AxisLengths[];
}

/**
 * One window around an image that is not much longer than the patch: nothing to blend, and hardly another
 * view than in training; else windows of the patch's size.
 * @param strides total strides of the network: a whole image is padded to multiples of them
 */
export function tile(lengths: AxisLengths, patch: AxisLengths, strides: AxisLengths): Tiling {
  const whole = lengths.map((length, axis) => {
    const stride = strides[axis] ?? 1;
    return Math.max(patch[axis] ?? 1, Math.ceil(length / stride) * stride);
  });
  // Volumes of many sizes are many graphs, each of which has to be made: they are taken whole less readily.
  const most = lengths.length === 3 ? 1.25 : 1.5;
  const fits = whole.every((length, axis) => length <= most * (patch[axis] ?? 1));
  const window = fits ? whole : patch;
  const places = lengths.map((length, axis) => starts(length, window[axis] as number));
  return {
    window,
    origins: places.reduce<readonly AxisLengths[]>((origins, along) => origins.flatMap((origin) => along.map((start) => [...origin, start])), [[]]),
  };
}

/** Evenly spaced, overlapping by half a window or more, the last one ending with the image. */
function starts(length: number, side: number): readonly number[] {
  if (length <= side) return [0 - Math.floor((side - length) / 2)];
  const count = Math.ceil((length - side) / (side / 2)) + 1;
  return Array.from({ length: count }, (_, n) => Math.round((n * (length - side)) / (count - 1)));
}

/** Weight of each voxel of a window, the largest 1, the last axis fastest. Standard deviation: an eighth of the side. */
export function gaussianWeights(window: AxisLengths): Float32Array {
  const profiles = window.map((length) => {
    const deviation = length / 8;
    return Array.from({ length }, (_, at) => Math.exp(-(((at - (length - 1) / 2) / deviation) ** 2) / 2));
  });
  const products = profiles.reduce<readonly number[]>((product, profile) => product.flatMap((one) => profile.map((other) => one * other)), [1]);
  // Corners would fall to 1e-7 and vanish beside sums in float32.
  const smallest = 1e-3;
  return Float32Array.from(products, (weight) => Math.max(smallest, weight));
}
