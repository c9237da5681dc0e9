/** Batches of random numbers, the same for the same seed. */
import { spaceOf, type TaughtBatch } from '#main/engine/learner.ts';
import { randomDraws } from '#shared/learning/random.ts';

export interface RandomBatchShape {
  readonly count: number;
  readonly side: number;
  /** Of volumes; without it the samples are slices. */
  readonly slices?: number;
  readonly channels: number;
  readonly outputs: number;
  /** Share of the pixels that teach. */
  readonly taught?: number;
}

export function randomBatch(seed: number, { count, side, slices, channels, outputs, taught = 0.8 }: RandomBatchShape): TaughtBatch {
  const draws = randomDraws(seed, 'sampling', 0, 0);
  const pixels = count * (slices ?? 1) * side * side;
  const valid = Float32Array.from({ length: pixels }, () => (draws.uniform() < taught ? 1 : 0));
  return {
    count, rows: side, columns: side, channels, valid, ...(slices === undefined ? {} : { slices }),
    images: Float32Array.from({ length: pixels * channels }, () => draws.normal()),
    labels: Int32Array.from({ length: pixels }, (_, at) => (valid[at] === 1 ? draws.integer(outputs) : 0)),
  };
}

/** Samples `first` … of a batch as one of its own. */
export function partOfBatch(batch: TaughtBatch, first: number, count: number): TaughtBatch {
  const pixels = spaceOf(batch).reduce((product, length) => product * length, 1);
  const valid = batch.valid.slice(first * pixels, (first + count) * pixels);
  return {
    ...batch, count, valid,
    images: batch.images.slice(first * pixels * batch.channels, (first + count) * pixels * batch.channels),
    labels: batch.labels.slice(first * pixels, (first + count) * pixels),
  };
}

/** Largest difference relative to the largest value of `expected`. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  let difference = 0;
  for (let at = 0; at < expected.length; at++) {
    largest = Math.max(largest, Math.abs(expected[at] as number));
    difference = Math.max(difference, Math.abs((actual[at] as number) - (expected[at] as number)));
  }
  return difference / Math.max(largest, Number.MIN_VALUE);
}
