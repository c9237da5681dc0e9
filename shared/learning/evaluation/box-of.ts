/** How values lie, as Tukey drew it (Exploratory Data Analysis, 1977): the middle half as a box, and what lies far from it. */
import { percentile } from '../../voxels/grey-statistics.ts';

export interface Box {
  /** The quartiles. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** The outermost values within one and a half boxes; what lies beyond stands alone. */
  readonly first: number;
  readonly last: number;
}

/** Null where there are no values. */
export function boxOf(values: readonly number[]): Box | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => percentile(sorted, share)) as [number, number, number];
  const reach = 1.5 * (high - low);
  const inside = sorted.filter((value) => value >= low - reach && value <= high + reach);
  return { low, middle, high, first: inside[0] ?? low, last: inside.at(-1) ?? high };
}
