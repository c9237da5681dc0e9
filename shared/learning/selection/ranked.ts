/** Candidates by what is held of them. It must not know what the numbers mean. */
import type { Candidate } from './slice-reading.ts';
import type { Picker } from './strategy.ts';

/** Indices, greatest value first; NaN last, after −∞; the first of equals first. */
export function greatestFirst(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index);
  return order.sort((a, b) => compare(values[b] as number, values[a] as number) || a - b);
}

/** Ascending, NaN before all. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : 1;
}

/** The first of the order that may be chosen; −1 where none may. */
export function firstOpen(order: ArrayLike<number>, open: Uint8Array): number {
  for (let place = 0; place < order.length; place++) {
    const index = order[place] as number;
    if (open[index] === 1) return index;
  }
  return -1;
}

/** A number that can be told, or null. */
export function told(score: number | null | undefined): number | null {
  return score === null || score === undefined || !Number.isFinite(score) ? null : score;
}

/**
 * Chooses by a value of its own for each candidate.
 * @param key what decides, where that is more than the score
 */
export function greatestScoreFirst(
  candidates: readonly Candidate[], scoreOf: (candidate: Candidate) => number, key: (score: number, candidate: Candidate) => number = (score) => score,
): Picker {
  const scores = candidates.map(scoreOf);
  const order = greatestFirst(candidates.map((candidate, index) => key(scores[index] as number, candidate)));
  return (open) => {
    const index = firstOpen(order, open);
    return index < 0 ? null : { index, score: told(scores[index]) };
  };
}
