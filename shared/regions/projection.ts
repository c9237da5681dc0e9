/** How voxels are seen on a plane: parallel or in perspective. */
import { axisStep } from '../geometry/affine.ts';
import type { Affine, Vec3 } from '../geometry/volume-geometry.ts';

/**
 * From voxel positions to a plane, homogeneous, row-major 4×4: (x, y, depth, w) = P · (i, j, k, 1). What is seen lies at
 * x/w, y/w, and in depth at depth/w; where w is not above 0 it lies behind the eye and is not seen.
 */
export type Projection = readonly [
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
  number, number, number, number,
];

/**
 * All in voxel positions: a place p is seen at (a, b) where p = origin + a · right + b · down + depth · viewing.
 * @throws RangeError where the three directions lie in one plane
 */
export function parallelProjection(origin: Vec3, right: Vec3, down: Vec3, viewing: Vec3): Projection {
  const triple = dot(right, cross(down, viewing));
  if (!(Math.abs(triple) > 1e-9 * length(right) * length(down) * length(viewing))) throw new RangeError('the plane is seen from its edge');
  const row = (one: Vec3, other: Vec3): readonly [number, number, number, number] => {
    const [i, j, k] = cross(one, other);
    return [i / triple, j / triple, k / triple, -dot([i, j, k], origin) / triple];
  };
  return [...row(down, viewing), ...row(viewing, right), ...row(right, down), 0, 0, 0, 1];
}

/** A camera's matrix from patient millimetres (row-major 4×4), taken to the voxels of a volume that lies in the patient by an affine. */
export function projectionOfVoxels(worldToScreen: Projection, affine: Affine): Projection {
  const columns = [...([0, 1, 2] as const).map((axis) => [...axisStep(affine, axis), 0]), [affine[3], affine[7], affine[11], 1]];
  return [0, 1, 2, 3].flatMap((row) => columns.map((column) =>
    column.reduce((sum, part, at) => sum + worldToScreen[4 * row + at]! * part, 0))) as unknown as Projection;
}

function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function length(a: Vec3): number {
  return Math.hypot(...a);
}
