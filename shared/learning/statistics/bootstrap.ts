/** Drawing people again with replacement, and what the figures of such draws say (Efron and Tibshirani 1993, "An introduction to the bootstrap"). */
import { percentile } from '../../voxels/grey-statistics.ts';
import { randomDraws } from '../random.ts';

/** Which chance is meant: draws of one never move those of another. */
export const resampled = { promotion: 0, testSet: 1, curve: 2, voxels: 3 } as const;

/** Interval between two figures; `level` is the share of resamples in it. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Draws as many of `count` people as there are, with replacement, again and again.
 * @param visit is told how often each person was drawn, in an array that is used again
 */
export function drawAgain(
  count: number, resamples: number, seed: number, purpose: number, visit: (times: Uint16Array, resample: number) => void,
): void {
  const draws = randomDraws(seed, 'resampling', purpose, 0);
  const times = new Uint16Array(count);
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let drawn = 0; drawn < count; drawn += 1) {
      const one = draws.integer(count);
      times[one] = (times[one] as number) + 1;
    }
    visit(times, resample);
  }
}

/** The percentile interval (chapter 13), as much left out above as below. @param figures at least one */
export function percentileInterval(figures: readonly number[] | Float64Array, level: number): Interval {
  const sorted = Float64Array.from(figures).sort();
  return { low: percentile(sorted, (1 - level) / 2), high: percentile(sorted, (1 + level) / 2), level };
}
