/** How slices look, as one array, and how far apart they are. */
import type { Candidate } from './slice-reading.ts';

/** Row n is of slice n. */
export interface FeatureMatrix {
  readonly length: number;
  readonly rows: Float32Array;
  /** 0 where nothing is known of a slice, or something that is no number: its row is all 0. */
  readonly known: Uint8Array;
}

type Shown = Pick<Candidate, 'features'>;

/** Length of a row: what the candidates have, those of whom nothing is known left out. */
export function featureLength(slices: readonly Shown[]): number {
  return slices.reduce((most, { features }) => Math.max(most, features.length), 0);
}

/** @param length other features are taken as unknown: they are of another model or another kind */
export function featureMatrix(slices: readonly Shown[], length: number): FeatureMatrix {
  const rows = new Float32Array(slices.length * length);
  const known = new Uint8Array(slices.length);
  slices.forEach(({ features }, n) => {
    if (length === 0 || features.length !== length) return;
    rows.set(features, n * length);
    if (rows.subarray(n * length, (n + 1) * length).every(Number.isFinite)) known[n] = 1;
    else rows.fill(0, n * length, (n + 1) * length);
  });
  return { length, rows, known };
}

/** Values that are summed before it is asked whether they are enough. */
const step = 16;

/**
 * Squared Euclidean distance.
 * @param enough from here on the exact sum does not matter
 */
export function squaredDistance(a: FeatureMatrix, rowA: number, b: FeatureMatrix, rowB: number, enough: number): number {
  const [{ rows: left, length }, { rows: right }] = [a, b];
  let atA = rowA * length;
  const shift = rowB * length - atA;
  let sum = 0;
  for (const end = atA + length; atA < end && sum < enough;) {
    for (const pause = Math.min(end, atA + step); atA < pause; atA++) {
      const difference = (left[atA] as number) - (right[atA + shift] as number);
      sum += difference * difference;
    }
  }
  return sum;
}

/** The same rows of length 1, so that the product of two is the cosine between them; rows of 0 stay, and resemble none. */
export function ofLengthOne({ length, rows, known }: FeatureMatrix): FeatureMatrix {
  const unit = rows.slice();
  for (let at = 0; at < unit.length; at += length) {
    let sum = 0;
    for (let n = at; n < at + length; n++) sum += (unit[n] as number) ** 2;
    const size = Math.sqrt(sum);
    if (size > 0) for (let n = at; n < at + length; n++) unit[n] = (unit[n] as number) / size;
  }
  return { length, rows: unit, known };
}

export function product(a: FeatureMatrix, rowA: number, b: FeatureMatrix, rowB: number): number {
  const [{ rows: left, length }, { rows: right }] = [a, b];
  const start = rowA * length;
  const shift = rowB * length - start;
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += (left[at] as number) * (right[at + shift] as number);
  return sum;
}
