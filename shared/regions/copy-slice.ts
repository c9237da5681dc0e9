import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { Grid, Mask } from './grid.ts';

/** Whether a slice becomes the copied one, or keeps what it has besides. */
export type SliceCopying = 'replace' | 'add';

/**
 * The region with one slice's part of it in other slices too.
 * @throws RangeError where the grid has no such slice
 */
export function copySlice(mask: Mask, { size }: Grid, axis: AxisIndex, from: number, to: readonly number[], how: SliceCopying): Mask {
  for (const slice of [from, ...to]) {
    if (!(Number.isInteger(slice) && slice >= 0 && slice < size[axis])) throw new RangeError(`slice ${slice} of ${size[axis]}`);
  }
  const result = mask.slice();
  for (const slice of to) if (slice !== from) copyOne(result, size, axis, from, slice, how);
  return result;
}

/** The slices next to one, so many on either side, as far as the grid goes. */
export function neighbourSlices({ size }: Grid, axis: AxisIndex, slice: number, before: number, after: number): readonly number[] {
  const [first, last] = [Math.max(0, slice - before), Math.min(size[axis] - 1, slice + after)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((other) => other !== slice);
}

/** A slice is blocks of neighbouring voxels: one for the last axis, rows for the middle one, single voxels for the first. */
function copyOne(mask: Mask, size: Vec3, axis: AxisIndex, from: number, to: number, how: SliceCopying): void {
  const block = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1];
  const step = block * size[axis];
  for (let start = 0; start < mask.length; start += step) {
    const [source, target] = [start + from * block, start + to * block];
    for (let at = 0; at < block; at++) {
      const kept = how === 'add' ? mask[target + at] as number : 0;
      mask[target + at] = kept | (mask[source + at] as number);
    }
  }
}
