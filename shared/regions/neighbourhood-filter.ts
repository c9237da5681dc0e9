/** Volumes with less noise: each voxel's value from its 3 × 3 × 3 neighbourhood. Beyond the border the volume goes on as its last voxel. */
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { allocateLike, type VoxelArray } from '../voxels/voxel-type.ts';
import { boxOfGrid, sharedBox } from './boxed-mask.ts';
import type { Grid, RegionWork } from './grid.ts';
import { boxSize } from './region-box.ts';

/** Mean: as ITK's mean filter of radius 1, in float32. Median: of the same neighbourhood, the fourteenth of 27, in the values' own type. */
export type NeighbourhoodFilter = 'mean' | 'median';

/** @param box only there; null: the whole grid @returns values of the box, i fastest */
export function* filterNeighbourhoods(values: VoxelArray, grid: Grid, filter: NeighbourhoodFilter, box: VoxelBox | null = null): RegionWork<VoxelArray> {
  const part = sharedBox(box ?? boxOfGrid(grid), boxOfGrid(grid));
  const [columns, rows, slices] = boxSize(part);
  const filtered = filter === 'mean' ? new Float32Array(columns * rows * slices) : allocateLike(values, columns * rows * slices);
  // Three columns of nine values around a place: the next place needs but one new column.
  const around = new Float64Array(27);
  const sorted = new Float64Array(14);
  const starts = new Int32Array(9);
  for (let slice = 0; slice < slices; slice++) {
    for (let row = 0; row < rows; row++) {
      rowsAround(grid, part.first[1] + row, part.first[2] + slice, starts);
      for (let column = 0; column < columns; column++) {
        const i = part.first[0] + column;
        if (column === 0) {
          takeColumn(values, grid, starts, i - 1, around, 9);
          takeColumn(values, grid, starts, i, around, 18);
        }
        takeColumn(values, grid, starts, i + 1, around, 9 * (column % 3));
        filtered[(slice * rows + row) * columns + column] = filter === 'mean' ? mean(around) : median(around, sorted);
      }
    }
    yield (slice + 1) / slices;
  }
  return filtered;
}

function rowsAround({ size }: Grid, j: number, k: number, starts: Int32Array): void {
  for (let row = 0; row < 9; row++) {
    const atJ = clamp(j + (row % 3) - 1, size[1]);
    const atK = clamp(k + Math.floor(row / 3) - 1, size[2]);
    starts[row] = (atK * size[1] + atJ) * size[0];
  }
}

function takeColumn(values: VoxelArray, { size }: Grid, starts: Int32Array, i: number, around: Float64Array, column: number): void {
  const at = clamp(i, size[0]);
  for (let row = 0; row < 9; row++) around[column + row] = values[starts[row]! + at]!;
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}

function mean(around: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < 27; at++) sum += around[at]!;
  return sum / 27;
}

/** The lowest fourteen by insertion: what is above fourteen others stays above the median. */
function median(around: Float64Array, lowest: Float64Array): number {
  for (let at = 0; at < 27; at++) {
    const value = around[at]!;
    if (at >= 14 && value >= lowest[13]!) continue;
    let place = Math.min(at, 13);
    while (place > 0 && lowest[place - 1]! > value) {
      lowest[place] = lowest[place - 1]!;
      place -= 1;
    }
    lowest[place] = value;
  }
  return lowest[13]!;
}
