/** What edges there are in a slice, at a chosen scale. */
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { smoothValues } from './gaussian.ts';
import { finish } from './grid.ts';

/** A slice of image values, u fastest. */
export interface SliceImage {
  readonly values: VoxelArray;
  readonly width: number;
  readonly height: number;
  readonly spacingUMm: number;
  readonly spacingVMm: number;
}

export interface EdgeFeatures {
  /** Of the gradient, per mm. */
  readonly gradient: Float32Array;
  /** The direction in which values rise, a unit vector in mm; 0, 0 where there is none. */
  readonly riseU: Float32Array;
  readonly riseV: Float32Array;
  /** 1 where the Laplacian changes its sign and is nearest to 0 there (Marr, Hildreth 1980, doi 10.1098/rspb.1980.0020). */
  readonly isZeroCrossing: Uint8Array;
}

/**
 * Central differences of the slice smoothed by a Gaussian; beyond its border the slice goes on as its last voxel.
 * @param scaleMm standard deviation of the Gaussian; 0: as the slice is
 */
export function edgeFeatures(image: SliceImage, scaleMm: number): EdgeFeatures {
  const { width, height, spacingUMm, spacingVMm } = image;
  const smooth = Float32Array.from(image.values);
  finish(smoothValues(smooth, [width, height, 1], [spacingUMm, spacingVMm, 1], scaleMm));
  const count = width * height;
  const gradient = new Float32Array(count);
  const riseU = new Float32Array(count);
  const riseV = new Float32Array(count);
  const laplacian = new Float32Array(count);
  for (let v = 0, at = 0; v < height; v++) {
    const above = v === 0 ? 0 : -width;
    const below = v === height - 1 ? 0 : width;
    for (let u = 0; u < width; u++, at++) {
      const here = smooth[at]!;
      const left = smooth[u === 0 ? at : at - 1]!;
      const right = smooth[u === width - 1 ? at : at + 1]!;
      const upper = smooth[at + above]!;
      const lower = smooth[at + below]!;
      const du = (right - left) / (2 * spacingUMm);
      const dv = (lower - upper) / (2 * spacingVMm);
      const size = Math.sqrt(du * du + dv * dv);
      gradient[at] = size;
      riseU[at] = size > 0 ? du / size : 0;
      riseV[at] = size > 0 ? dv / size : 0;
      laplacian[at] = (left - 2 * here + right) / (spacingUMm * spacingUMm) + (upper - 2 * here + lower) / (spacingVMm * spacingVMm);
    }
  }
  return { gradient, riseU, riseV, isZeroCrossing: zeroCrossings(laplacian, width, height) };
}

/** Of two neighbours of opposite sign the one nearer to 0, and what is 0 between unequal ones: a flat field has no edge. */
function zeroCrossings(laplacian: Float32Array, width: number, height: number): Uint8Array {
  const found = new Uint8Array(laplacian.length);
  const compare = (one: number, other: number): void => {
    const [a, b] = [laplacian[one]!, laplacian[other]!];
    if (a === b || a * b > 0) return;
    found[Math.abs(a) <= Math.abs(b) ? one : other] = 1;
  };
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < width; u++, at++) {
      if (u + 1 < width) compare(at, at + 1);
      if (v + 1 < height) compare(at, at + width);
    }
  }
  return found;
}
