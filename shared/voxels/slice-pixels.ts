/** Copies what a screen shows of one slice out of a volume, in the screen's order: rows from the top, each from the left. */
import type { SliceSteps } from '../geometry/slice-plane.ts';
import type { VoxelArray } from './voxel-type.ts';

export interface PixelRectangle {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** @param into at least width × height long */
export function copyLabels(labels: Uint8Array, { start, stepRight, stepDown }: SliceSteps, rectangle: PixelRectangle, into: Uint8Array): void {
  const { column, row, width, height } = rectangle;
  let rowStart = start + column * stepRight + row * stepDown;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    if (stepRight === 1) {
      into.set(labels.subarray(rowStart, rowStart + width), to);
      to += width;
    } else {
      let from = rowStart;
      for (let x = 0; x < width; x += 1) {
        into[to++] = labels[from]!;
        from += stepRight;
      }
    }
    rowStart += stepDown;
  }
}

/** Whether single precision, in which graphics cards compute, could merge neighbouring values of this type. */
export function needsBase(voxels: VoxelArray): boolean {
  return voxels instanceof Float64Array || voxels instanceof Uint32Array || voxels instanceof Int32Array;
}

/**
 * The slice's stored values less `base`, which keeps large values apart that single precision would merge; all finite: what is not a number becomes the smallest value of the
 * slice, infinities its smallest and largest, for a texture must not hold them.
 * @param sign −1 where real values fall as stored ones grow
 * @param into width × height long
 */
export function copyGreys(
  voxels: VoxelArray,
  { start, stepRight, stepDown }: SliceSteps,
  width: number,
  height: number,
  base: number,
  sign: 1 | -1,
  into: Float32Array,
): void {
  let isFinite = true;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let from = start + y * stepDown;
    for (let x = 0; x < width; x += 1) {
      const value = Math.fround((voxels[from]! - base) * sign);
      into[to++] = value;
      from += stepRight;
      // True for NaN as well: it differs from itself.
      if (value - value !== 0) isFinite = false;
    }
  }
  if (!isFinite) replaceNonFinite(into);
}

/** What is not a number becomes the smallest finite value, infinities the smallest and the largest. */
export function replaceNonFinite(values: Float32Array): void {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value - value !== 0) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest > highest) lowest = highest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (value - value !== 0) values[index] = value === Infinity ? highest : lowest;
  }
}

/** Greys as bytes through a window: black at its lower end and below, white at its upper end and above. */
export function bytesThroughWindow(greys: Float32Array, centre: number, width: number, into: Uint8Array): void {
  const lowest = centre - width / 2;
  const scale = 255 / width;
  for (let index = 0; index < greys.length; index += 1) {
    into[index] = Math.min(Math.max(Math.round((greys[index]! - lowest) * scale), 0), 255);
  }
}
