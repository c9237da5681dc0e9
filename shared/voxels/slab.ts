/**
 * Several slices seen as one: the largest, the smallest or the mean value along the voxel axis that runs through them.
 * What is not a number has no say; where nothing else lies, it is what comes out.
 */
import type { SlicePlane, SliceSteps } from '../geometry/slice-plane.ts';
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { rowCutter, type CutVolume, type PatientPlane } from './resample-plane.ts';
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
 * those of real values that fall as stored ones grow. Yields its share done after each row: a thick slab of a large
 * volume takes longer than a frame.
 * @param steps of the slab's first slice @param through from one slice to the next @param count of slices
 * @param into width × height long
 */
export function* projectSlab(
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
): Generator<number, void, void> {
  // Where real values fall as stored ones grow, the largest of the one is the smallest of the other.
  const folded = createFold(projection === 'mean' || sign === 1 ? projection : projection === 'max' ? 'min' : 'max', width, base);
  // Row by row, and of each row slice by slice: what is read again lies near, along whichever axis.
  for (let y = 0; y < height; y += 1) {
    folded.begin();
    for (let slice = 0; slice < count; slice += 1) folded.add(voxels, start + y * stepDown + slice * through, stepRight);
    folded.finish(sign, into, y * width);
    yield (y + 1) / height;
  }
}

/**
 * The same of real values of an image on another grid, cut by one plane for each slice.
 * @param planes of the same size, at least one @param into as long as one of them
 * @throws RangeError where the image's affine is singular
 */
export function* projectCuts(image: CutVolume, planes: readonly PatientPlane[], projection: Projection, into: Float32Array): Generator<number, void, void> {
  const { columns, rows } = planes[0]!;
  const folded = createFold(projection, columns, 0);
  const row = new Float32Array(columns);
  const cutRows = planes.map((plane) => rowCutter(image, plane));
  for (let y = 0; y < rows; y += 1) {
    folded.begin();
    for (const cutRow of cutRows) {
      cutRow(y, row, 0);
      folded.add(row, 0, 1);
    }
    folded.finish(1, into, y * columns);
    yield (y + 1) / rows;
  }
}

/** Rows of as many slices as come, made one. */
interface Fold {
  begin(): void;
  add(voxels: VoxelArray, start: number, step: number): void;
  /** What was found less the base, times the sign; NaN where nothing was. */
  finish(sign: 1 | -1, into: Float32Array, to: number): void;
}

function createFold(projection: Projection, width: number, base: number): Fold {
  const found = new Float64Array(width);
  if (projection === 'mean') {
    const summed = new Uint32Array(width);
    return {
      begin() {
        found.fill(0);
        summed.fill(0);
      },
      add: (voxels, start, step) => addRow(voxels, start, step, base, found, summed),
      finish(sign, into, to) {
        for (let x = 0; x < width; x += 1) into[to + x] = (sign * found[x]!) / summed[x]!;
      },
    };
  }
  const none = projection === 'max' ? -Infinity : Infinity;
  const keep = projection === 'max' ? keepLarger : keepSmaller;
  return {
    begin: () => void found.fill(none),
    add: (voxels, start, step) => keep(voxels, start, step, found),
    finish(sign, into, to) {
      for (let x = 0; x < width; x += 1) into[to + x] = found[x] === none ? NaN : sign * (found[x]! - base);
    },
  };
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
