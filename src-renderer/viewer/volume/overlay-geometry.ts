/** Where the lines over the 3D picture run, and what a drag of a handle means. */
import { axes, axisStep, indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { ViewSize } from '../view-transform.ts';
import { seenAt, type OrbitCamera } from './orbit-camera.ts';
import { along } from './vector.ts';
import { faceCentreMm, type BoxFace } from './volume-bounds.ts';

/** Three lines through a place along the volume's axes, from one side of the volume to the other. */
export function crossEnds({ size, affine }: VolumeGeometry, placeMm: Vec3): readonly (readonly [Vec3, Vec3])[] {
  const index = indexToWorld(invertAffine(affine), placeMm);
  return axes.map((axis) => [
    indexToWorld(affine, index.with(axis, -0.5) as [number, number, number]),
    indexToWorld(affine, index.with(axis, size[axis] - 0.5) as [number, number, number]),
  ]);
}

/** The edges of the three slices through a voxel, half a voxel beyond the outermost centres. */
export function sliceEdges({ size, affine }: VolumeGeometry, voxel: Vec3): readonly (readonly [Vec3, Vec3])[] {
  return axes.flatMap((axis) => {
    const [u, v] = [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2] as const;
    const around = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([atU, atV]) =>
      indexToWorld(affine, voxel.with(u, atU! * size[u] - 0.5).with(v, atV! * size[v] - 0.5) as [number, number, number]));
    return around.map((from, at) => [from, around[(at + 1) % 4]!] as const);
  });
}

/** How many voxels a face moves along its axis when the pointer drags its handle: only what goes along the axis as it is seen counts. */
export function voxelsDragged(camera: OrbitCamera, view: ViewSize, affine: Affine, box: VoxelBox, face: BoxFace, dxPx: number, dyPx: number): number {
  const centre = faceCentreMm(affine, box, face);
  const from = seenAt(camera, view, centre);
  const to = seenAt(camera, view, along(centre, 1, axisStep(affine, face.axis)));
  if (from === null || to === null) return 0;
  const [x, y] = [to.x - from.x, to.y - from.y];
  // An axis that points at the eye has no length on the screen to drag along.
  const squared = x * x + y * y;
  return squared < 1e-3 ? 0 : (dxPx * x + dyPx * y) / squared;
}
