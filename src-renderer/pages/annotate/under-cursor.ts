import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { nearestVoxel, offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import type { UnderCursor } from '../../stores/annotating.ts';
import type { OpenCase } from './open-case.ts';

/** What lies at a voxel position; null outside the image. */
export function readUnderCursor({ viewed, session }: OpenCase, position: Vec3): UnderCursor | null {
  const { size, affine } = viewed.geometry;
  const voxel = nearestVoxel(size, position);
  if (voxel === null) return null;
  const at = offsetOfVoxel(size, voxel);
  return {
    voxel,
    positionMm: indexToWorld(affine, voxel),
    value: viewed.slope * viewed.voxels[at]! + viewed.intercept,
    label: session.labels[at]!,
  };
}
