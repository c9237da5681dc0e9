import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { RegionWork } from './grid.ts';
import { alongAxes, type LineWork } from './lines.ts';

/** Standard deviations that the weights reach over; what lies beyond is 0.006 % of them. */
const truncate = 4;

/**
 * In place: the convolution with a Gaussian, sampled at the voxels, cut off at four standard deviations and made to sum
 * to 1. Beyond an edge the volume goes on as its last voxel.
 */
export function* smoothValues(values: Float32Array, size: Vec3, spacingMm: Vec3, deviationMm: number): RegionWork<void> {
  yield* alongAxes(values, size, (axis) => gaussianAlongLine(deviationMm / spacingMm[axis], size[axis]));
}

/** @param deviation of the Gaussian, voxels; 0: nothing changes */
export function gaussianAlongLine(deviation: number, longest: number): LineWork {
  const weights = halfGaussian(deviation);
  const reach = weights.length - 1;
  const line = new Float64Array(longest + 2 * reach);
  return (values, start, count) => {
    // Masks are the same for long stretches, on which a weighted mean has nothing to do.
    const [before, after] = [values[start] as number, values[start + count - 1] as number];
    let [from, to] = [0, count - 1];
    while (from < count && values[start + from] === before) from++;
    if (from === count) return;
    while (values[start + to] === after) to--;
    [from, to] = [Math.max(0, from - reach), Math.min(count - 1, to + reach)];
    for (let at = from - reach; at <= to + reach; at++) line[at + reach] = values[start + (at < 0 ? 0 : at >= count ? count - 1 : at)] as number;
    for (let at = from; at <= to; at++) values[start + at] = weighted(line, at + reach, weights);
  };
}

function weighted(line: Float64Array, centre: number, weights: Float64Array): number {
  let sum = (weights[0] as number) * (line[centre] as number);
  for (let away = 1; away < weights.length; away++) {
    sum += (weights[away] as number) * ((line[centre - away] as number) + (line[centre + away] as number));
  }
  return sum;
}

/** Voxels beside a voxel that count for it. */
export function gaussianReach(deviation: number): number {
  return Math.floor(truncate * deviation + 0.5);
}

/** The weights of the voxel itself and of those 1, 2 … voxels away. */
function halfGaussian(deviation: number): Float64Array {
  const weights = Float64Array.from({ length: gaussianReach(deviation) + 1 }, (_, away) => (away === 0 ? 1 : Math.exp(-0.5 * (away / deviation) ** 2)));
  const sum = weights.reduce((total, weight, away) => total + (away === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}
