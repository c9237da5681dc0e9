/** How many slices an annotator has labelled at the end of each round. Every slice counts, whether there is anything to draw on it or not. */
import { failure } from '../../text/user-facing-error.ts';
import { simulationSentences } from './simulation-sentences.ts';

/** Percent of the pool's slices, round by round. */
export const usualBudgets: readonly number[] = [1, 2, 3, 5, 8, 12];

/** Of each training, whatever teaches it: enough for a network over slices to come within a few hundredths of where it would end. */
export const usualSteps = 1000;

/** Of one round. */
export interface Budget {
  /** Of the pool's slices. */
  readonly percent: number;
  /** All that are revealed by then. */
  readonly slices: number;
}

/**
 * Never more slices than the share comes to: who claims a result at 5 % must not have looked at more.
 * @throws UserFacingError `bad-input` where a share is less than one slice, or no more than the one before
 */
export function budgetsOf(percents: readonly number[], poolSlices: number): readonly Budget[] {
  return percents.reduce<Budget[]>((before, percent) => {
    // A little more than the product: 0.07 · 100 is 7.000000000000001, and others fall below a whole number as narrowly.
    const slices = Math.floor((percent * poolSlices) / 100 + 1e-9);
    if (slices < 1) throw failure('bad-input', simulationSentences.budgetTooSmall, { percent, slices: poolSlices });
    if (slices <= (before.at(-1)?.slices ?? 0)) throw failure('bad-input', simulationSentences.budgetsNotRising, { percent, slices: poolSlices });
    return [...before, { percent, slices }];
  }, []);
}
