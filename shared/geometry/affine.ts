/**
 * Arithmetic on affines: from voxel indices to patient millimetres and back.
 * Voxel space and world space never share a variable here: what takes indices says so in its name.
 */
import type { Affine, AxisIndex, Vec3 } from './volume-geometry.ts';

export const axes = [0, 1, 2] as const;

/** Patient position (LPS mm) of a voxel index; indices may be fractional. */
export function indexToWorld(affine: Affine, index: Vec3): Vec3 {
  const [i, j, k] = index;
  return [
    affine[0] * i + affine[1] * j + affine[2] * k + affine[3],
    affine[4] * i + affine[5] * j + affine[6] * k + affine[7],
    affine[8] * i + affine[9] * j + affine[10] * k + affine[11],
  ];
}

/** The step in patient space, mm, from one voxel to the next along an axis. */
export function axisStep(affine: Affine, axis: AxisIndex): Vec3 {
  return [affine[axis], affine[4 + axis] as number, affine[8 + axis] as number];
}

/** Distance between neighbouring voxel centres along i, j, k, mm: the lengths of the affine's columns. */
export function spacingMm(affine: Affine): Vec3 {
  const length = (axis: AxisIndex): number => Math.hypot(...axisStep(affine, axis));
  return [length(0), length(1), length(2)];
}

/** Builds an affine from its three columns and its origin, all in LPS mm. */
export function affineFromColumns(i: Vec3, j: Vec3, k: Vec3, origin: Vec3): Affine {
  return [
    i[0], j[0], k[0], origin[0],
    i[1], j[1], k[1], origin[1],
    i[2], j[2], k[2], origin[2],
  ];
}

/** Signed volume of one voxel, mm³; negative where the axes are left-handed. */
export function voxelVolumeMm3(affine: Affine): number {
  const [a, b, c, , d, e, f, , g, h, i] = affine;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

/**
 * Whether the affine spans space: every number finite, and the voxel neither flat nor needle-thin
 * beyond what numbers can carry back (its volume against the product of its edges).
 */
export function isInvertible(affine: Affine): boolean {
  if (!affine.every(Number.isFinite)) return false;
  const [x, y, z] = spacingMm(affine);
  return x > 0 && y > 0 && z > 0 && Math.abs(voxelVolumeMm3(affine)) > 1e-6 * x * y * z;
}

/** The affine from patient mm to voxel indices. @throws RangeError where the affine is singular */
export function invertAffine(affine: Affine): Affine {
  if (!isInvertible(affine)) throw new RangeError('the affine is singular');
  const [a, b, c, x, d, e, f, y, g, h, i, z] = affine;
  const scale = 1 / voxelVolumeMm3(affine);
  const rows = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map(([p, q, r]) => [p as number * scale, q as number * scale, r as number * scale] as const);
  const [first, second, third] = rows as [Vec3, Vec3, Vec3];
  const back = (row: Vec3): number => -(row[0] * x + row[1] * y + row[2] * z);
  return [...first, back(first), ...second, back(second), ...third, back(third)];
}

/** `outer` after `inner`: applying the result equals applying `inner`, then `outer`. */
export function composeAffines(outer: Affine, inner: Affine): Affine {
  const origin = indexToWorld(outer, [inner[3], inner[7], inner[11]]);
  const column = (axis: AxisIndex): Vec3 => {
    const [x, y, z] = axisStep(inner, axis);
    return [
      outer[0] * x + outer[1] * y + outer[2] * z,
      outer[4] * x + outer[5] * y + outer[6] * z,
      outer[8] * x + outer[9] * y + outer[10] * z,
    ];
  };
  return affineFromColumns(column(0), column(1), column(2), origin);
}

/** Indices of the eight corner voxels; where an axis has one voxel, corners coincide. */
export function cornerIndices(size: Vec3): readonly Vec3[] {
  const [i, j, k] = [size[0] - 1, size[1] - 1, size[2] - 1];
  return [[0, 0, 0], [i, 0, 0], [0, j, 0], [i, j, 0], [0, 0, k], [i, 0, k], [0, j, k], [i, j, k]];
}

/**
 * How far the centres of the corner voxels move when `other` is believed instead of `reference`:
 * the largest distance of the eight, in voxels of `reference`.
 * @throws RangeError where `reference` is singular
 */
export function cornerShiftVoxels(size: Vec3, reference: Affine, other: Affine): number {
  const toReference = composeAffines(invertAffine(reference), other);
  const distances = cornerIndices(size).map((corner) => {
    const [i, j, k] = indexToWorld(toReference, corner);
    return Math.hypot(i - corner[0], j - corner[1], k - corner[2]);
  });
  return Math.max(...distances);
}

export function voxelCount(size: Vec3): number {
  return size[0] * size[1] * size[2];
}
