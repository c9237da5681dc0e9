/** Changes of a volume that are the same along every line of an axis: each new value is a weighted sum of a few old ones of its line. */
import type { StackVector } from './patch-geometry.ts';

/** For each place of a line the same number of places and weights that make its new value. */
export interface LineTaps {
  readonly perPlace: number;
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** @param deviation of the Gaussian, voxels; what lies beyond the ends is like the end */
export function gaussianTaps(length: number, deviation: number): LineTaps {
  const reach = Math.ceil(3 * deviation);
  const profile = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)));
  const sum = profile.reduce((total, one) => total + one, 0);
  return tapsOf(length, profile.length, (at, tap) => [Math.min(length - 1, Math.max(0, at + tap - reach)), (profile[tap] as number) / sum]);
}

/** The line with `factor` times fewer voxels, each the nearest of the old ones, brought back to its length linearly. */
export function lowResolutionTaps(length: number, factor: number): LineTaps {
  const fewer = Math.max(1, Math.round(length / factor));
  const nearest = (low: number): number => Math.min(length - 1, Math.floor(((low + 0.5) * length) / fewer));
  return tapsOf(length, 2, (at, tap) => {
    const low = Math.min(fewer - 1, Math.max(0, ((at + 0.5) * fewer) / length - 0.5));
    const below = Math.floor(low);
    return tap === 0 ? [nearest(below), 1 - (low - below)] : [nearest(Math.min(fewer - 1, below + 1)), low - below];
  });
}

function tapsOf(length: number, perPlace: number, tap: (at: number, tap: number) => readonly [number, number]): LineTaps {
  const places = new Int32Array(length * perPlace);
  const weights = new Float32Array(length * perPlace);
  for (let at = 0, to = 0; at < length; at++) {
    for (let one = 0; one < perPlace; one++, to++) [places[to], weights[to]] = tap(at, one);
  }
  return { perPlace, places, weights };
}

/** @param values slices × rows × columns × channels, changed in place */
export function alongEachAxis(values: Float32Array, lengths: StackVector, flat: 0 | 1 | 2 | null, taps: (length: number) => LineTaps): void {
  const old = new Float32Array(values.length);
  lengths.forEach((length, axis) => {
    if (axis === flat || length === 1) return;
    old.set(values);
    const inner = lengths.slice(axis + 1).reduce((product, one) => product * one, values.length / (lengths[0] * lengths[1] * lengths[2]));
    applyTaps(old, values, length, inner, taps(length));
  });
}

/** @param inner values between neighbours of a line */
function applyTaps(old: Float32Array, values: Float32Array, length: number, inner: number, { perPlace, places, weights }: LineTaps): void {
  const block = length * inner;
  for (let outer = 0; outer < values.length; outer += block) {
    for (let at = 0; at < length; at++) {
      const to = outer + at * inner;
      for (let n = 0; n < inner; n++) {
        let sum = 0;
        for (let tap = at * perPlace; tap < (at + 1) * perPlace; tap++) {
          sum += (weights[tap] as number) * (old[outer + (places[tap] as number) * inner + n] as number);
        }
        values[to + n] = sum;
      }
    }
  }
}
