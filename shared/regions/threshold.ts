/** Voxels by their value alone. */
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { type BoxedMask, boxOfGrid, sharedBox } from './boxed-mask.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { boxSize } from './region-box.ts';

/** Values as they are stored, both ends included. */
export interface ValueRange {
  readonly lowest: number;
  readonly highest: number;
}

/** What a tool may take of a grid. */
export interface Limits {
  /** Nothing outside; null: the whole grid. */
  readonly box: VoxelBox | null;
  /** Of the whole grid: only voxels of this region; null: any. */
  readonly within: Mask | null;
}

export const noLimits: Limits = { box: null, within: null };

const voxelsAtOnce = 1 << 22;

/** The voxels whose value lies in the range; what is not a number lies in none. @returns over the box of the limits, cut to the grid */
export function* thresholdRegion(values: VoxelArray, grid: Grid, { lowest, highest }: ValueRange, limits: Limits = noLimits): RegionWork<BoxedMask> {
  const box = sharedBox(limits.box ?? boxOfGrid(grid), boxOfGrid(grid));
  const [columns, rows, slices] = boxSize(box);
  const mask = new Uint8Array(columns * rows * slices);
  const slicesAtOnce = Math.ceil(voxelsAtOnce / (columns * rows));
  for (let slice = 0; slice < slices; slice++) {
    for (let row = 0; row < rows; row++) {
      const from = ((box.first[2] + slice) * grid.size[1] + box.first[1] + row) * grid.size[0] + box.first[0];
      thresholdRow(values, limits.within, from, lowest, highest, mask, (slice * rows + row) * columns, columns);
    }
    if (slice % slicesAtOnce === slicesAtOnce - 1) yield (slice + 1) / slices;
  }
  return { box, mask };
}

function thresholdRow(values: VoxelArray, within: Mask | null, from: number, lowest: number, highest: number, mask: Mask, to: number, count: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[from + at]!;
    mask[to + at] = value >= lowest && value <= highest && (within === null || within[from + at] !== 0) ? 1 : 0;
  }
}
