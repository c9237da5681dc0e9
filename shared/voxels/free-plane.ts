/** A plane at any angle through a volume, as wide as the volume is from corner to corner, so that nothing of it is lost when the plane turns. */
import { cornerIndices, indexToWorld, invertAffine, spacingMm } from '../geometry/affine.ts';
import { cross, type SlicePlane } from '../geometry/slice-plane.ts';
import type { Vec3, VolumeGeometry } from '../geometry/volume-geometry.ts';
import { patientPlane, type PatientPlane } from './resample-plane.ts';

/** How the plane lies against the slices that it began as. */
export interface PlaneAngles {
  /** About the screen's direction to the right: the upper edge goes away from who looks. */
  readonly tiltDegrees: number;
  /** About the screen's direction down, after the tilt. */
  readonly turnDegrees: number;
}

/** Unit vectors in the patient, at right angles to each other. */
export interface PlaneDirections {
  readonly right: Vec3;
  readonly down: Vec3;
  /** Away from who looks. */
  readonly away: Vec3;
}

/** More pixels than this in each direction are not cut: a slice of the largest usual images has as many. */
const mostPixels = 512;

export function planeDirections(geometry: VolumeGeometry, began: SlicePlane, { tiltDegrees, turnDegrees }: PlaneAngles): PlaneDirections {
  const slice = patientPlane(geometry, began, 0);
  const right = unit(slice.right);
  // Where the axes of a volume are not at right angles, right wins.
  const down = unit(sum(slice.down, -dot(slice.down, right), right));
  const away = cross(right, down);
  const [tiltedDown, tiltedAway] = turned(down, away, tiltDegrees);
  const [turnedAway, turnedRight] = turned(tiltedAway, right, turnDegrees);
  return { right: turnedRight, down: tiltedDown, away: turnedAway };
}

/** Square pixels as large as the smallest edge of a voxel, or larger where there would be too many; the same for all angles. */
export function freePlaneSize({ size, affine }: VolumeGeometry): { readonly pixels: number; readonly pixelMm: number } {
  const corners = cornerIndices(size).map((corner) => indexToWorld(affine, corner));
  const acrossMm = Math.max(...corners.flatMap((a) => corners.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))));
  const finest = Math.min(...spacingMm(affine)) || 1;
  const pixels = Math.min(mostPixels, Math.ceil(acrossMm / finest) + 1);
  return { pixels, pixelMm: Math.max(finest, acrossMm / Math.max(1, pixels - 1)) };
}

/**
 * @param throughMm a place in the patient, LPS, that the plane goes through, or passes at the given distance
 * @param offsetMm along `away`
 */
export function freePlane(geometry: VolumeGeometry, { right, down, away }: PlaneDirections, throughMm: Vec3, offsetMm: number): PatientPlane {
  const { size, affine } = geometry;
  const { pixels, pixelMm } = freePlaneSize(geometry);
  const middle = indexToWorld(affine, [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2]);
  // The volume's middle, seen straight on: the picture stays where it is while the place moves within the plane.
  const distance = dot(sum(throughMm, -1, middle), away) + offsetMm;
  const half = (-(pixels - 1) * pixelMm) / 2;
  return {
    origin: sum(sum(sum(middle, distance, away), half, right), half, down),
    right: sum([0, 0, 0], pixelMm, right),
    down: sum([0, 0, 0], pixelMm, down),
    columns: pixels,
    rows: pixels,
  };
}

/** How far a plane through a place can be moved along its normal until no voxel's centre lies on it, or beyond, any more. */
export function offsetsWithin({ size, affine }: VolumeGeometry, { away }: PlaneDirections, throughMm: Vec3): { readonly least: number; readonly most: number } {
  const distances = cornerIndices(size).map((corner) => dot(sum(indexToWorld(affine, corner), -1, throughMm), away));
  return { least: Math.min(...distances), most: Math.max(...distances) };
}

/** Of a direction of length one, what is named: not what it goes towards at less than 15 degrees. */
const namedFrom = Math.sin((15 * Math.PI) / 180);

/** Towards what of the patient the edges of the screen lie: up to three letters each, the nearest first, as DICOM's patient orientation (PS3.3 C.7.6.1.1.1). */
export function edgeLetters({ right, down }: PlaneDirections): Readonly<Record<'left' | 'right' | 'top' | 'bottom', string>> {
  const opposite = (direction: Vec3): Vec3 => sum([0, 0, 0], -1, direction);
  return { left: lettersOf(opposite(right)), right: lettersOf(right), top: lettersOf(opposite(down)), bottom: lettersOf(down) };
}

function lettersOf(direction: Vec3): string {
  const named = direction.map((along, axis) => ({ size: Math.abs(along), letter: (along < 0 ? 'RAI' : 'LPS')[axis]! }));
  return named.filter(({ size }) => size >= namedFrom).toSorted((a, b) => b.size - a.size).map(({ letter }) => letter).join('');
}

/** Where a pixel of a plane lies: the voxel position of a geometry. */
export function voxelOnPlane({ affine }: VolumeGeometry, { origin, right, down }: PatientPlane, column: number, row: number): Vec3 {
  return indexToWorld(invertAffine(affine), sum(sum(origin, column, right), row, down));
}

/** Its inverse: the pixel nearest to a place in the patient, seen straight on; fractional. */
export function pixelOnPlane({ origin, right, down }: PatientPlane, placeMm: Vec3): { readonly column: number; readonly row: number } {
  const from = sum(placeMm, -1, origin);
  return { column: dot(from, right) / dot(right, right), row: dot(from, down) / dot(down, down) };
}

/**
 * Where a free plane cuts a slice: a place on the line, and its direction; null where they are parallel.
 * @param through a place of the slice that the free plane is `offsetMm` away from
 */
export function cutLine(free: PlaneDirections, slice: PlaneDirections, through: Vec3, offsetMm: number): { readonly at: Vec3; readonly direction: Vec3 } | null {
  const direction = cross(free.away, slice.away);
  const length = Math.hypot(...direction);
  if (length < 1e-6) return null;
  // Within the slice, straight towards the free plane.
  const within = sum(free.away, -dot(free.away, slice.away), slice.away);
  return { at: sum(through, offsetMm / dot(within, within), within), direction: unit(direction) };
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function sum(a: Vec3, times: number, b: Vec3): Vec3 {
  return [a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]];
}

function unit(a: Vec3): Vec3 {
  return sum([0, 0, 0], 1 / Math.hypot(...a), a);
}

/** Two directions at right angles, turned from the first towards the second. */
function turned(a: Vec3, b: Vec3, degrees: number): readonly [Vec3, Vec3] {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const scaled = (vector: Vec3, by: number): Vec3 => sum([0, 0, 0], by, vector);
  return [sum(scaled(a, c), s, b), sum(scaled(b, c), -s, a)];
}
