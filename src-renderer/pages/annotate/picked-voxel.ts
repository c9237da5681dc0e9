import { axes, indexToWorld, invertAffine, spacingMm } from '#shared/geometry/affine.ts';
import type { Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { nearestVoxel, offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import type { Picked } from '../../viewer/volume/volume-view.ts';

const besides = [-1, 0, 1] as const;

/**
 * The voxel of a place that was picked in 3D: the nearest one. Surfaces run between voxels, and at the edge of the image half a voxel
 * beyond it: of a label's surface it is the nearest one beside the place that has the label, where one has.
 */
export function pickedVoxel({ size, affine }: VolumeGeometry, labels: Uint8Array, { placeMm, label }: Picked): Vec3 | null {
  const index = indexToWorld(invertAffine(affine), placeMm);
  const inside = (axis: 0 | 1 | 2): number => Math.min(Math.max(index[axis], 0), size[axis] - 1);
  const nearest = nearestVoxel(size, [inside(0), inside(1), inside(2)]);
  if (nearest === null || label === null) return nearest;
  const spacing = spacingMm(affine);
  let best = nearest;
  let bestMm = Infinity;
  for (const k of besides) {
    for (const j of besides) {
      for (const i of besides) {
        const voxel: Vec3 = [nearest[0] + i, nearest[1] + j, nearest[2] + k];
        if (axes.some((axis) => voxel[axis] < 0 || voxel[axis] >= size[axis]) || labels[offsetOfVoxel(size, voxel)] !== label) continue;
        const awayMm = Math.hypot(...axes.map((axis) => (voxel[axis] - index[axis]) * spacing[axis]));
        if (awayMm < bestMm) [best, bestMm] = [voxel, awayMm];
      }
    }
  }
  return best;
}
