/**
 * What hangs together with a voxel: spans of rows that touch (Smith 1979, "Tint fill", in three dimensions). In a box of one
 * slice it is the fill of that slice.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { boxAround, type BoxedMask, boxOfGrid, sharedBox } from './boxed-mask.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { boxSize } from './region-box.ts';
import { type Limits, noLimits, type ValueRange } from './threshold.ts';

/** Which voxels touch: those that share a side (6, or 4 in a slice), or a corner at least (26, or 8). */
export type Touching = 'sides' | 'corners';

export interface FloodLimits extends Limits {
  /** Only voxels whose centre lies so near to the first seed; null: any. */
  readonly radiusMm: number | null;
}

export const floodEverywhere: FloodLimits = { ...noLimits, radiusMm: null };

/** Values no further from that of a voxel than a tolerance. */
export function rangeAround(values: VoxelArray, grid: Grid, seed: Vec3, tolerance: number): ValueRange {
  const value = values[indexOfVoxel(grid, seed)]!;
  return { lowest: value - tolerance, highest: value + tolerance };
}

/**
 * All voxels whose value lies in a range and that hang together with a seed through such voxels. A seed outside the
 * range or the limits starts nothing. For the area of one label: the labels as values, its index as both ends.
 * @returns over the box of the limits, and of the radius where there is one
 * @throws RangeError where a seed is no voxel of the grid
 */
export function* floodFill(
  values: VoxelArray, grid: Grid, seeds: readonly Vec3[], range: ValueRange, touching: Touching, limits: FloodLimits = floodEverywhere,
): RegionWork<BoxedMask> {
  for (const seed of seeds) if (!isInGrid(grid, seed)) throw new RangeError(`no voxel ${seed.join(', ')} in a grid of ${grid.size.join(' × ')}`);
  const flood = startFlood(values, grid, seeds[0] ?? [0, 0, 0], range, touching, limits);
  for (const seed of seeds) seedSpan(flood, seed);
  const voxels = flood.mask.length;
  while (spread(flood)) yield Math.min(flood.taken / voxels, 1);
  return { box: flood.box, mask: flood.mask };
}

interface Flood {
  readonly values: VoxelArray;
  readonly grid: Grid;
  readonly box: VoxelBox;
  readonly mask: Mask;
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly lowest: number;
  readonly highest: number;
  readonly within: Mask | null;
  /** 1 where corners touch: a span then reaches one voxel further in the rows around it. */
  readonly slant: 0 | 1;
  /** Of each row of the box, the first voxel and one behind the last that the radius lets through; null: all. */
  readonly ends: Int32Array | null;
  /** Spans whose neighbours are still to be looked at: first voxel, one behind the last, row of the box. */
  waiting: Int32Array;
  count: number;
  taken: number;
}

function startFlood(
  values: VoxelArray, grid: Grid, centre: Vec3, { lowest, highest }: ValueRange, touching: Touching, { box, within, radiusMm }: FloodLimits,
): Flood {
  const allowed = sharedBox(box ?? boxOfGrid(grid), boxOfGrid(grid));
  const part = radiusMm === null ? allowed : sharedBox(allowed, boxAround(centre, radiusMm, grid.spacingMm));
  const [columns, rows, slices] = boxSize(part);
  return {
    values, grid, box: part, columns, rows, slices, lowest, highest, within,
    mask: new Uint8Array(columns * rows * slices),
    slant: touching === 'corners' ? 1 : 0,
    ends: radiusMm === null ? null : ballRows(part, grid.spacingMm, centre, radiusMm),
    waiting: new Int32Array(3 * 1024),
    count: 0,
    taken: 0,
  };
}

/** Where each row of a box enters and leaves a ball, in voxels of the box. */
function ballRows(box: VoxelBox, spacingMm: Vec3, centre: Vec3, radiusMm: number): Int32Array {
  const [columns, rows, slices] = boxSize(box);
  const ends = new Int32Array(2 * rows * slices);
  const away = (axis: AxisIndex, at: number): number => ((box.first[axis] + at - centre[axis]) * spacingMm[axis]) ** 2;
  for (let row = 0; row < rows * slices; row++) {
    const left = radiusMm * radiusMm - away(1, row % rows) - away(2, Math.floor(row / rows));
    if (left < 0) continue;
    const reach = Math.sqrt(left) / spacingMm[0];
    ends[2 * row] = Math.max(Math.ceil(centre[0] - reach) - box.first[0], 0);
    ends[2 * row + 1] = Math.min(Math.floor(centre[0] + reach) - box.first[0] + 1, columns);
  }
  return ends;
}

function seedSpan(flood: Flood, seed: Vec3): void {
  const [i, j, k] = [seed[0] - flood.box.first[0], seed[1] - flood.box.first[1], seed[2] - flood.box.first[2]];
  if (i < 0 || i >= flood.columns || j < 0 || j >= flood.rows || k < 0 || k >= flood.slices) return;
  takeSpans(flood, i, i + 1, j + k * flood.rows);
}

/** Spans looked at from one pause to the next: some milliseconds where they are long. */
const spansAtOnce = 4096;

/** @returns whether spans wait still */
function spread(flood: Flood): boolean {
  const { rows, slices, slant } = flood;
  for (let done = 0; done < spansAtOnce; done++) {
    if (flood.count === 0) return false;
    flood.count -= 3;
    const first = flood.waiting[flood.count]! - slant;
    const behind = flood.waiting[flood.count + 1]! + slant;
    const row = flood.waiting[flood.count + 2]!;
    const j = row % rows;
    const k = (row - j) / rows;
    for (let dk = -1; dk <= 1; dk++) {
      if (k + dk < 0 || k + dk >= slices) continue;
      for (let dj = -1; dj <= 1; dj++) {
        const isOwn = dj === 0 && dk === 0;
        if (isOwn || (slant === 0 && dj !== 0 && dk !== 0) || j + dj < 0 || j + dj >= rows) continue;
        takeSpans(flood, first, behind, row + dj + dk * rows);
      }
    }
  }
  return flood.count > 0;
}

/** Takes every span of a row that holds a fitting voxel from `from` to before `to`, in its full length. */
function takeSpans(flood: Flood, from: number, to: number, row: number): void {
  const { values, grid, box, columns, rows, mask, lowest, highest, within, ends } = flood;
  const start = ends === null ? 0 : ends[2 * row]!;
  const end = ends === null ? columns : ends[2 * row + 1]!;
  const own = row * columns;
  const k = Math.floor(row / rows);
  const there = ((box.first[2] + k) * grid.size[1] + box.first[1] + row - k * rows) * grid.size[0] + box.first[0];
  const last = to < end ? to : end;
  let at = from > start ? from : start;
  while (at < last) {
    if (!fits(values, there + at, lowest, highest, within) || mask[own + at] !== 0) {
      at += 1;
      continue;
    }
    let first = at;
    while (first > start && mask[own + first - 1] === 0 && fits(values, there + first - 1, lowest, highest, within)) first -= 1;
    let behind = at + 1;
    while (behind < end && mask[own + behind] === 0 && fits(values, there + behind, lowest, highest, within)) behind += 1;
    mask.fill(1, own + first, own + behind);
    flood.taken += behind - first;
    wait(flood, first, behind, row);
    at = behind + 1;
  }
}

function fits(values: VoxelArray, at: number, lowest: number, highest: number, within: Mask | null): boolean {
  const value = values[at]!;
  return value >= lowest && value <= highest && (within === null || within[at] !== 0);
}

function wait(flood: Flood, first: number, behind: number, row: number): void {
  if (flood.count === flood.waiting.length) {
    const longer = new Int32Array(2 * flood.count);
    longer.set(flood.waiting);
    flood.waiting = longer;
  }
  flood.waiting[flood.count] = first;
  flood.waiting[flood.count + 1] = behind;
  flood.waiting[flood.count + 2] = row;
  flood.count += 3;
}

function isInGrid({ size }: Grid, voxel: Vec3): boolean {
  return voxel.every((at, axis) => Number.isInteger(at) && at >= 0 && at < size[axis]!);
}

/** Where a voxel lies in an array of its grid. */
export function indexOfVoxel({ size }: Grid, [i, j, k]: Vec3): number {
  return (k * size[1] + j) * size[0] + i;
}
