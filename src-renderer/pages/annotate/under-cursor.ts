import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { UnderCursor } from '../../stores/annotating.ts';
import type { OpenCase } from './open-case.ts';

/** What lies at a voxel position; fractions belong to the voxel whose centre is nearest. */
export function readUnderCursor({ viewed, session }: OpenCase, position: Vec3): UnderCursor | null {
  const { size, affine } = viewed.geometry;
  const voxel: Vec3 = [Math.round(position[0]), Math.round(position[1]), Math.round(position[2])];
  if (voxel.some((at, axis) => at < 0 || at >= size[axis]!)) return null;
  const at = voxel[0] + size[0] * (voxel[1] + size[1] * voxel[2]);
  return {
    voxel,
    positionMm: indexToWorld(affine, voxel),
    value: viewed.slope * viewed.voxels[at]! + viewed.intercept,
    label: session.labels[at]!,
  };
}
