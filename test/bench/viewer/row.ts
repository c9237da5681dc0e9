/** What a row of the table is: samples of ours and of what it is held against, and what their ratio must be. */

export interface Bound {
  /** What is compared, in words. */
  readonly what: string;
  readonly ratio: number;
  readonly must: number;
  readonly aim: number | null;
}

/** What is not a number meets nothing. */
export function isMissed({ ratio, must }: Bound): boolean {
  return !(ratio <= must);
}

export interface Row {
  /** ms, or bytes for memory; every sample. */
  readonly ours: Readonly<Record<string, readonly number[]>>;
  readonly peer: Readonly<Record<string, readonly number[]>>;
  /** The worst of its bounds. */
  readonly ratio: number;
  readonly bounds: readonly Bound[];
}

export function rowOf(ours: Row['ours'], peer: Row['peer'], bounds: readonly Bound[]): Row {
  const worst = bounds.toSorted((a, b) => b.ratio / b.must - a.ratio / a.must)[0];
  if (worst === undefined) throw new Error('a row without a bound says nothing');
  return { ours, peer, ratio: worst.ratio, bounds };
}

export const rowNames = ['brush', 'brush2x2', 'undo', 'scroll', 'durable', 'open', 'memory', 'tasks', 'training'] as const;
export type RowName = (typeof rowNames)[number];
