/**
 * Several slices seen as one: the largest, the smallest or the mean value along the voxel axis that runs through them.
 * What is not a number has no say; where nothing else lies, it is what comes out.
 */
import type { SlicePlane, SliceSteps } from '../geometry/slice-plane.ts';
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelArray } from './voxel-type.ts';

/** Maximum, minimum and average intensity projection. */
export const projections = ['max', 'min', 'mean'] as const;
export type Projection = (typeof projections)[number];

/** Whole slices of a volume, both inclusive. */
export interface SliceRange {
  readonly first: number;
  readonly last: number;
}

/** The slices whose centres lie no further than half the thickness from that of the shown one; at least that one itself. */
export function slicesAround(slices: number, slice: number, spacingMm: number, thicknessMm: number): SliceRange {
  // What was meant to be whole and is not, by rounding, counts.
  const beside = Math.floor(thicknessMm / 2 / spacingMm + 1e-6);
  return { first: Math.max(0, slice - beside), last: Math.min(slices - 1, slice + beside) };
}

/** How far apart in the volume's array a voxel and its neighbour in the next slice lie. */
export function stepThrough({ axis }: SlicePlane, size: Vec3): number {
  return [1, size[0], size[0] * size[1]][axis]!;
}

/**
 * The stored values of a slab less `base`, times `sign` (see `copyGreys`): with a sign of −1, largest and smallest are
 * those of real values that fall as stored ones grow.
 * @param steps of the slab's first slice @param through from one slice to the next @param count of slices
 * @param into width × height long
 */
export function projectSlab(
  voxels: VoxelArray,
  { start, stepRight, stepDown }: SliceSteps,
  through: number,
  count: number,
  width: number,
  height: number,
  base: number,
  sign: 1 | -1,
  projection: Projection,
  into: Float32Array,
): void {
  const found = new Float64Array(width);
  const summed = new Uint32Array(width);
  // Where real values fall as stored ones grow, the largest of the one is the smallest of the other.
  const seeksLargest = (projection === 'max') === (sign === 1);
  const none = seeksLargest ? -Infinity : Infinity;
  // Row by row, and of each row slice by slice: what is read again lies near, along whichever axis.
  for (let y = 0; y < height; y += 1) {
    const rowStart = start + y * stepDown;
    const to = y * width;
    if (projection === 'mean') {
      found.fill(0);
      summed.fill(0);
      for (let slice = 0; slice < count; slice += 1) addRow(voxels, rowStart + slice * through, stepRight, base, found, summed);
      for (let x = 0; x < width; x += 1) into[to + x] = (sign * found[x]!) / summed[x]!;
    } else {
      found.fill(none);
      for (let slice = 0; slice < count; slice += 1) {
        if (seeksLargest) keepLarger(voxels, rowStart + slice * through, stepRight, found);
        else keepSmaller(voxels, rowStart + slice * through, stepRight, found);
      }
      for (let x = 0; x < width; x += 1) into[to + x] = found[x] === none ? NaN : sign * (found[x]! - base);
    }
  }
}

function addRow(voxels: VoxelArray, start: number, step: number, base: number, sums: Float64Array, summed: Uint32Array): void {
  let from = start;
  for (let x = 0; x < sums.length; x += 1) {
    const value = voxels[from]!;
    from += step;
    if (Number.isNaN(value)) continue;
    sums[x]! += value - base;
    summed[x]! += 1;
  }
}

function keepLarger(voxels: VoxelArray, start: number, step: number, found: Float64Array): void {
  let from = start;
  for (let x = 0; x < found.length; x += 1) {
    const value = voxels[from]!;
    // False for NaN.
    if (value > found[x]!) found[x] = value;
    from += step;
  }
}

function keepSmaller(voxels: VoxelArray, start: number, step: number, found: Float64Array): void {
  let from = start;
  for (let x = 0; x < found.length; x += 1) {
    const value = voxels[from]!;
    if (value < found[x]!) found[x] = value;
    from += step;
  }
}

/** The same of one column of voxels: what a cursor reads. @param values of its voxels, at least one */
export function projectValues(values: readonly number[], projection: Projection): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return NaN;
  switch (projection) {
    case 'max': return Math.max(...known);
    case 'min': return Math.min(...known);
    case 'mean': return known.reduce((sum, value) => sum + value, 0) / known.length;
  }
}
