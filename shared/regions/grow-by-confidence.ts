/**
 * Regions that learn from themselves which values belong to them: what hangs together with the seeds and lies within
 * mean ± multiplier · standard deviation of the region so far, again and again. Defined as ITK's ConfidenceConnected
 * (Ibáñez, Schroeder, Ng, Cates, The ITK Software Guide, "Confidence Connected"), which it agrees with to the voxel.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { type BoxedMask, boxOfGrid, sharedBox } from './boxed-mask.ts';
import { floodEverywhere, floodFill, indexOfVoxel } from './flood-fill.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { filterNeighbourhoods, type NeighbourhoodFilter } from './neighbourhood-filter.ts';
import { boxSize } from './region-box.ts';
import { stage } from './stages.ts';
import type { ValueRange } from './threshold.ts';

export interface Confidence {
  /** Standard deviations to either side. */
  readonly multiplier: number;
  /** How often the range is taken anew from the region. */
  readonly iterations: number;
  /** The first range is that of the voxels so far around each seed along each axis; 0: of the seeds themselves. */
  readonly initialRadiusVoxels: number;
  /** Against noise, before anything else; null: none. */
  readonly smoothing: NeighbourhoodFilter | null;
  /** Nothing outside; null: the whole grid. */
  readonly box: VoxelBox | null;
}

/** Voxels that share a side hang together. @returns over the box @throws RangeError where there is no seed, or one outside the box */
export function* growByConfidence(values: VoxelArray, grid: Grid, seeds: readonly Vec3[], confidence: Confidence): RegionWork<BoxedMask> {
  const { smoothing, iterations } = confidence;
  const box = sharedBox(confidence.box ?? boxOfGrid(grid), boxOfGrid(grid));
  const isInside = (seed: Vec3): boolean => seed.every((at, axis) => Number.isInteger(at) && at >= box.first[axis]! && at <= box.last[axis]!);
  if (seeds.length === 0 || !seeds.every(isInside)) throw new RangeError('a seed lies outside the box, or there is none');
  // Of the whole work, smoothing takes the most.
  const smoothed = smoothing === null ? 0 : 0.7;
  // What a smoothed volume's box holds is a grid of its own.
  const part = smoothing === null
    ? { values, grid, box, origin: [0, 0, 0] as const }
    : { values: yield* stage(filterNeighbourhoods(values, grid, smoothing, box), 0, smoothed), ...alone(box, grid), origin: box.first };
  const own = seeds.map((seed): Vec3 => [seed[0] - part.origin[0], seed[1] - part.origin[1], seed[2] - part.origin[2]]);
  const seedValues = own.map((seed) => part.values[indexOfVoxel(part.grid, seed)]!);
  const rangeOf = ({ mean, variance }: Moments): ValueRange => {
    // Of equal values rounding may leave less than nothing.
    const away = confidence.multiplier * Math.sqrt(Math.max(variance, 0));
    return inType(part.values, { lowest: Math.min(mean - away, ...seedValues), highest: Math.max(mean + away, ...seedValues) });
  };
  const limits = { ...floodEverywhere, box: part.box };
  const doneAt = (rounds: number): number => smoothed + ((1 - smoothed) * rounds) / (iterations + 1);
  const flood = (moments: Moments, round: number): RegionWork<BoxedMask> =>
    stage(floodFill(part.values, part.grid, own, rangeOf(moments), 'sides', limits), doneAt(round + 0.5), doneAt(round + 1));
  let { mask } = yield* flood(startingMoments(part.values, part.grid, own, confidence.initialRadiusVoxels), 0);
  for (let round = 1; round <= iterations; round++) {
    const moments = yield* stage(momentsOf(part.values, part.grid, part.box, mask), doneAt(round), doneAt(round + 0.5));
    if (!(moments.variance > 0)) break;
    ({ mask } = yield* flood(moments, round));
  }
  return { box, mask };
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

function alone(box: VoxelBox, { spacingMm }: Grid): { readonly grid: Grid; readonly box: VoxelBox } {
  const grid = { size: boxSize(box), spacingMm };
  return { grid, box: boxOfGrid(grid) };
}

/** Of all that lies around the seeds, a voxel as often as it does; a border goes on as its last voxel. */
function startingMoments(values: VoxelArray, grid: Grid, seeds: readonly Vec3[], radius: number): Moments {
  const around = seeds.flatMap((seed) => neighbourhood(values, grid, seed, radius));
  const sum = around.reduce((total, value) => total + value, 0);
  const squares = around.reduce((total, value) => total + value * value, 0);
  return moments(around.length, sum, squares);
}

/** An axis of one voxel has no neighbours: a slice is judged as a slice. */
function neighbourhood(values: VoxelArray, grid: Grid, seed: Vec3, radius: number): number[] {
  const along = (axis: 0 | 1 | 2): number[] => {
    const reach = grid.size[axis] === 1 ? 0 : radius;
    return Array.from({ length: 2 * reach + 1 }, (_, at) => Math.min(Math.max(seed[axis] + at - reach, 0), grid.size[axis] - 1));
  };
  const [columns, rows, slices] = [along(0), along(1), along(2)];
  return slices.flatMap((k) => rows.flatMap((j) => columns.map((i) => values[indexOfVoxel(grid, [i, j, k])]!)));
}

function moments(count: number, sum: number, squares: number): Moments {
  return { mean: sum / count, variance: count > 1 ? (squares - (sum * sum) / count) / (count - 1) : 0 };
}

function* momentsOf(values: VoxelArray, grid: Grid, box: VoxelBox, mask: Mask): RegionWork<Moments> {
  const [columns, rows, slices] = boxSize(box);
  const total = { count: 0, sum: 0, squares: 0 };
  for (let row = 0; row < rows * slices; row++) {
    const first: Vec3 = [box.first[0], box.first[1] + (row % rows), box.first[2] + Math.floor(row / rows)];
    addRow(total, values, indexOfVoxel(grid, first), mask, row * columns, columns);
    if (row % rowsAtOnce === rowsAtOnce - 1) yield (row + 1) / (rows * slices);
  }
  return moments(total.count, total.sum, total.squares);
}

const rowsAtOnce = 16_384;

function addRow(total: { count: number; sum: number; squares: number }, values: VoxelArray, from: number, mask: Mask, at: number, columns: number): void {
  let [count, sum, squares] = [0, 0, 0];
  for (let column = 0; column < columns; column++) {
    if (mask[at + column] === 0) continue;
    const value = values[from + column]!;
    count += 1;
    sum += value;
    squares += value * value;
  }
  total.count += count;
  total.sum += sum;
  total.squares += squares;
}

/** Whole values are compared with whole bounds, cut towards 0 as ITK casts them. */
function inType(values: VoxelArray, { lowest, highest }: ValueRange): ValueRange {
  if (values instanceof Float64Array) return { lowest, highest };
  if (values instanceof Float32Array) return { lowest: Math.fround(lowest), highest: Math.fround(highest) };
  return { lowest: Math.trunc(lowest), highest: Math.trunc(highest) };
}
