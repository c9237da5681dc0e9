import type { Mask, RegionWork } from '#shared/regions/grid.ts';
import { splitIslands } from '#shared/regions/islands.ts';

/** Each island but the largest becomes another label: the second largest the first of these, and so on; what is left over stays. */
export interface SplitLabel {
  readonly kind: 'split';
  /** 1 … 254 labels. */
  readonly as: readonly number[];
}

/** @returns the labels afterwards; null where the label is one island, or none */
export function* islandsAsLabels(labels: Uint8Array, mask: Mask, grid: Parameters<typeof splitIslands>[1], as: readonly number[]): RegionWork<Uint8Array | null> {
  const places = yield* splitIslands(mask, grid, 26, as.length + 1);
  if (!places.some((place) => place > 1)) return null;
  const after = labels.slice();
  for (let at = 0; at < after.length; at += 1) if (places[at]! > 1) after[at] = as[places[at]! - 2]!;
  return after;
}
