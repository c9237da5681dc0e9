/** The window that an image opens with, from a sample of its values. Knows no screen. */
import type { VoxelArray } from './voxel-type.ts';

/** In real values. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}

export interface Histogram {
  /** Real values of the lower end of the first bin and the upper end of the last. */
  readonly lowest: number;
  readonly highest: number;
  /** Counts of sampled voxels, bins of equal width. */
  readonly counts: Uint32Array;
}

/** Enough for percentiles of 0.1 % and sorted in milliseconds. */
const sampleSize = 50_000;

/**
 * Real values from all over the image, sorted; what is not finite is left out.
 * The step between them shares no factor with the size of rows that are usual, so that it does not keep to one column.
 */
export function sampleValues(voxels: VoxelArray, slope: number, intercept: number): Float64Array {
  const step = voxels.length <= sampleSize ? 1 : Math.floor(voxels.length / sampleSize) | 1;
  const sample = new Float64Array(Math.ceil(voxels.length / step));
  let count = 0;
  for (let index = 0; index < voxels.length; index += step) {
    const value = slope * voxels[index]! + intercept;
    if (Number.isFinite(value)) sample[count++] = value;
  }
  return sample.slice(0, count).sort();
}

/** @param sorted at least one value @param share 0–1; between two values linearly, as method 7 of Hyndman and Fan (1996) */
export function percentile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * Math.min(Math.max(share, 0), 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * From the 1st to the 99th percentile; where both are the same, from the smallest to the largest value, and never empty.
 * @param leftOut another share than one in a hundred at each end
 */
export function automaticWindow(sorted: Float64Array, leftOut = 0.01): GreyWindow {
  if (sorted.length === 0) return { centre: 0, width: 1 };
  const windowOf = (lowest: number, highest: number): GreyWindow => ({ centre: (lowest + highest) / 2, width: highest - lowest });
  const inner = windowOf(percentile(sorted, leftOut), percentile(sorted, 1 - leftOut));
  if (inner.width > 0) return inner;
  const whole = windowOf(sorted[0]!, sorted.at(-1)!);
  return whole.width > 0 ? whole : { centre: whole.centre, width: 1 };
}

/** @param sorted values, none outside is left out */
export function histogramOf(sorted: Float64Array, bins = 256): Histogram {
  const counts = new Uint32Array(bins);
  const lowest = sorted[0] ?? 0;
  const highest = sorted.at(-1) ?? 1;
  const perBin = (highest - lowest) / bins || 1;
  for (const value of sorted) counts[Math.min(Math.floor((value - lowest) / perBin), bins - 1)]! += 1;
  return { lowest, highest, counts };
}
