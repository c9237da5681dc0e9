import type { AxisIndex } from '../geometry/volume-geometry.ts';
import { combine } from './combine.ts';
import type { Grid, Mask } from './grid.ts';
import { putSlice, takeSlice } from './slice.ts';

/** Whether a slice becomes the copied one, or keeps what it has besides. */
export type SliceCopying = 'replace' | 'add';

/**
 * The region with one slice's part of it in other slices too.
 * @throws RangeError where the grid has no such slice
 */
export function copySlice(mask: Mask, grid: Grid, axis: AxisIndex, from: number, to: readonly number[], how: SliceCopying): Mask {
  const copied = takeSlice(mask, grid, axis, from);
  const result = mask.slice();
  for (const slice of to) {
    const present = takeSlice(mask, grid, axis, slice);
    putSlice(how === 'add' ? combine(present, copied, 'union') : copied, result, grid, axis, slice);
  }
  return result;
}

/** The slices next to one, so many on either side, as far as the grid goes. */
export function neighbourSlices({ size }: Grid, axis: AxisIndex, slice: number, before: number, after: number): readonly number[] {
  const [first, last] = [Math.max(0, slice - before), Math.min(size[axis] - 1, slice + after)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((other) => other !== slice);
}
