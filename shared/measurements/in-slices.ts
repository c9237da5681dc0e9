/** In which slices of a grid a measurement lies. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';

/** A slice is as thick as its voxels: what lies in it lies no further than half a voxel from its middle. */
const halfVoxel = 0.5;

/**
 * Whether all points lie in a slice along an axis, or within one slice before or behind it.
 * @param indices of the points, in voxels @returns null where they do neither
 */
export function standIn(indices: readonly Vec3[], axis: AxisIndex, slice: number): 'in' | 'near' | null {
  const away = Math.max(...indices.map((index) => Math.abs(index[axis] - slice)));
  if (away <= halfVoxel) return 'in';
  return away <= 1 + halfVoxel ? 'near' : null;
}

/** The axis along which a slice holds all of them, `wanted` where that is one; null where they lie in no slice. */
export function sliceAxisOf(indices: readonly Vec3[], wanted: AxisIndex): AxisIndex | null {
  const liesAcross = (axis: AxisIndex): boolean => standIn(indices, axis, Math.round(indices[0]![axis])) === 'in';
  return ([wanted, 0, 1, 2] as const).find(liesAcross) ?? null;
}
