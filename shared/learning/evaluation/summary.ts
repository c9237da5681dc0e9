/** What is told of one figure over many cases. */

export interface Summary {
  readonly mean: number | null;
  /** Of the sample, n − 1 in the denominator; null for fewer than two cases. */
  readonly sd: number | null;
  readonly median: number | null;
  /** How many cases have the figure. */
  readonly n: number;
}

/** Null where nothing is known. */
export function meanOfKnown(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0) / known.length;
}

/** Cases without the figure (null) are left out, and not counted. */
export function summarise(figures: readonly (number | null)[]): Summary {
  const known = figures.filter((figure) => figure !== null).sort((a, b) => a - b);
  const n = known.length;
  if (n === 0) return { mean: null, sd: null, median: null, n };
  const mean = known.reduce((sum, figure) => sum + figure, 0) / n;
  const squares = known.reduce((sum, figure) => sum + (figure - mean) ** 2, 0);
  const middle = n >> 1;
  const median = n % 2 === 1 ? known[middle] as number : ((known[middle - 1] as number) + (known[middle] as number)) / 2;
  return { mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)), median, n };
}
