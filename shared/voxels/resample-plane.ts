/**
 * A volume cut by any plane in the patient: what another image shows where a slice of this one lies, and what a free plane shows.
 * Knows no screen; only what the plane needs is read.
 */
import { composeAffines, indexToWorld, invertAffine } from '../geometry/affine.ts';
import { voxelAtPoint, type SlicePlane } from '../geometry/slice-plane.ts';
import type { Affine, Vec3, VolumeGeometry } from '../geometry/volume-geometry.ts';
import type { VoxelArray } from './voxel-type.ts';

/** Pixels of a rectangle in patient space, LPS mm: pixel (c, r) has its centre at `origin + c · right + r · down`. */
export interface PatientPlane {
  readonly origin: Vec3;
  /** From one pixel to the next. */
  readonly right: Vec3;
  readonly down: Vec3;
  readonly columns: number;
  readonly rows: number;
}

/** What can be cut. */
export interface CutVolume {
  readonly voxels: VoxelArray;
  readonly geometry: VolumeGeometry;
  /** Real value = slope · stored + intercept. */
  readonly slope: number;
  readonly intercept: number;
}

/** Where the pixels of a slice lie, in the order of the screen. */
export function patientPlane({ affine }: VolumeGeometry, plane: SlicePlane, slice: number): PatientPlane {
  const at = (column: number, row: number): Vec3 => indexToWorld(affine, voxelAtPoint(plane, slice, { column, row }));
  const origin = at(0, 0);
  const step = ([x, y, z]: Vec3): Vec3 => [x - origin[0], y - origin[1], z - origin[2]];
  return { origin, right: step(at(1, 0)), down: step(at(0, 1)), columns: plane.right.count, rows: plane.down.count };
}

/**
 * Real values on the plane, trilinear between the centres of voxels; in the outer half of an outermost voxel its value goes
 * on, beyond it is NaN.
 * @param into columns × rows long
 * @throws RangeError where the volume's affine is singular
 */
export function cutLinear(volume: CutVolume, plane: PatientPlane, into: Float32Array): void {
  const cutRow = rowCutter(volume, plane);
  for (let row = 0; row < plane.rows; row += 1) cutRow(row, into, row * plane.columns);
}

/** The same row by row, for whoever needs one at a time. @returns writes one row from the given place on */
export function rowCutter({ voxels, geometry: { size, affine }, slope, intercept }: CutVolume, plane: PatientPlane): (row: number, into: Float32Array, to: number) => void {
  const [ni, nj, nk] = size;
  const [a, b, c] = indicesOf(affine, plane);
  return (row, into, to) => {
    for (let column = 0; column < plane.columns; column += 1) {
      const i = a.origin + column * a.right + row * a.down;
      const j = b.origin + column * b.right + row * b.down;
      const k = c.origin + column * c.right + row * c.down;
      into[to + column] = isWithin(i, ni) && isWithin(j, nj) && isWithin(k, nk) ? slope * linearAt(voxels, ni, nj, nk, i, j, k) + intercept : NaN;
    }
  };
}

/** Labels on the plane: that of the nearest voxel, 0 where none is. @param into columns × rows long @throws RangeError where the affine is singular */
export function cutNearest(labels: Uint8Array, { size, affine }: VolumeGeometry, plane: PatientPlane, into: Uint8Array): void {
  const [ni, nj, nk] = size;
  const [a, b, c] = indicesOf(affine, plane);
  let to = 0;
  for (let row = 0; row < plane.rows; row += 1) {
    for (let column = 0; column < plane.columns; column += 1, to += 1) {
      const i = Math.floor(a.origin + column * a.right + row * a.down + 0.5);
      const j = Math.floor(b.origin + column * b.right + row * b.down + 0.5);
      const k = Math.floor(c.origin + column * c.right + row * c.down + 0.5);
      const isInside = i >= 0 && j >= 0 && k >= 0 && i < ni && j < nj && k < nk;
      into[to] = isInside ? labels[i + ni * (j + nj * k)]! : 0;
    }
  }
}

/** The real value at a place in the patient, LPS mm, as `cutLinear` has it; null outside. @throws RangeError where the affine is singular */
export function valueAtPlace({ voxels, geometry: { size, affine }, slope, intercept }: CutVolume, placeMm: Vec3): number | null {
  const [i, j, k] = indexToWorld(invertAffine(affine), placeMm);
  if (!isWithin(i, size[0]) || !isWithin(j, size[1]) || !isWithin(k, size[2])) return null;
  return slope * linearAt(voxels, size[0], size[1], size[2], i, j, k) + intercept;
}

/** Along one voxel axis: the index at the first pixel, and how it grows along and across. */
interface IndexSteps {
  readonly origin: number;
  readonly right: number;
  readonly down: number;
}

function indicesOf(affine: Affine, { origin, right, down }: PatientPlane): readonly [IndexSteps, IndexSteps, IndexSteps] {
  // As an affine, the plane takes (column, row, anything) to the patient.
  const plane: Affine = [right[0], down[0], 0, origin[0], right[1], down[1], 0, origin[1], right[2], down[2], 0, origin[2]];
  const m = composeAffines(invertAffine(affine), plane);
  return [
    { origin: m[3], right: m[0], down: m[1] },
    { origin: m[7], right: m[4], down: m[5] },
    { origin: m[11], right: m[8], down: m[9] },
  ];
}

function isWithin(index: number, count: number): boolean {
  return index >= -0.5 && index <= count - 0.5;
}

/** @param i, j, k within the volume's voxels */
function linearAt(voxels: VoxelArray, ni: number, nj: number, nk: number, i: number, j: number, k: number): number {
  const i0 = below(i, ni);
  const j0 = below(j, nj);
  const k0 = below(k, nk);
  const p = Math.min(1, Math.max(0, i - i0));
  const q = Math.min(1, Math.max(0, j - j0));
  const r = Math.min(1, Math.max(0, k - k0));
  const stepI = ni > 1 ? 1 : 0;
  const stepJ = nj > 1 ? ni : 0;
  const stepK = nk > 1 ? ni * nj : 0;
  const near = i0 + ni * (j0 + nj * k0);
  const far = near + stepK;
  const first = square(voxels[near]!, voxels[near + stepI]!, voxels[near + stepJ]!, voxels[near + stepI + stepJ]!, p, q);
  // What lies beside is not mixed in where it has no weight: it may be infinite, or no number.
  return r === 0 ? first : first + r * (square(voxels[far]!, voxels[far + stepI]!, voxels[far + stepJ]!, voxels[far + stepI + stepJ]!, p, q) - first);
}

/** Index of the voxel below a place along an axis, of those that have one above where there are any. */
function below(index: number, count: number): number {
  return Math.max(0, Math.min(count - 2, Math.floor(index)));
}

function square(a: number, b: number, c: number, d: number, p: number, q: number): number {
  const upper = p === 0 ? a : a + p * (b - a);
  if (q === 0) return upper;
  return upper + q * ((p === 0 ? c : c + p * (d - c)) - upper);
}
