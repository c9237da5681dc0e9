import type { Vec3 } from '../geometry/volume-geometry.ts';

/** The voxel that a fractional position lies in; null outside the volume. */
export function nearestVoxel(size: Vec3, position: Vec3): Vec3 | null {
  const [i, j, k] = [Math.floor(position[0] + 0.5), Math.floor(position[1] + 0.5), Math.floor(position[2] + 0.5)];
  const isInside = i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2];
  return isInside ? [i, j, k] : null;
}

/** Place of a whole voxel index in the volume's array, i fastest. */
export function offsetOfVoxel(size: Vec3, [i, j, k]: Vec3): number {
  return i + size[0] * (j + size[1] * k);
}
