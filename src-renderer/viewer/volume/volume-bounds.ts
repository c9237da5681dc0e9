/** What a volume, or a box of its voxels, takes up in patient space. */
import { axes, indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { Affine, AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { along, minus, unit } from './vector.ts';

/** A face of a box: the axis that it stands across, and whether at its last voxel or at its first. */
export interface BoxFace {
  readonly axis: AxisIndex;
  readonly isLast: boolean;
}
export const boxFaces: readonly BoxFace[] = axes.flatMap((axis) => [{ axis, isLast: false }, { axis, isLast: true }]);

export function wholeBox({ size }: Pick<VolumeGeometry, 'size'>): VoxelBox {
  return { first: [0, 0, 0], last: [size[0] - 1, size[1] - 1, size[2] - 1] };
}

/** Corners of the box as it is seen, half a voxel beyond the centres; numbered with bit 0 for i, bit 1 for j, bit 2 for k. */
export function cornersMm(affine: Affine, { first, last }: VoxelBox): readonly Vec3[] {
  return Array.from({ length: 8 }, (_, corner) => indexToWorld(affine, [
    (corner & 1) === 0 ? first[0] - 0.5 : last[0] + 0.5,
    (corner & 2) === 0 ? first[1] - 0.5 : last[1] + 0.5,
    (corner & 4) === 0 ? first[2] - 0.5 : last[2] + 0.5,
  ]));
}

/** Pairs of corners that an edge joins. */
export const boxEdges: readonly (readonly [number, number])[] = Array.from({ length: 8 }, (_, corner) => corner)
  .flatMap((corner) => [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit) => [corner, corner | bit] as const));

/** Around all of the volume. */
export function ballAround(geometry: VolumeGeometry): { readonly centre: Vec3; readonly radiusMm: number } {
  const corners = cornersMm(geometry.affine, wholeBox(geometry));
  const centre = along(corners[0]!, 0.5, minus(corners[7]!, corners[0]!));
  return { centre, radiusMm: Math.max(...corners.map((corner) => Math.hypot(...minus(corner, centre)))) };
}

/** The middle of a face of the box. */
export function faceCentreMm(affine: Affine, box: VoxelBox, { axis, isLast }: BoxFace): Vec3 {
  const middle = axes.map((along) => (box.first[along] + box.last[along]) / 2) as [number, number, number];
  middle[axis] = isLast ? box.last[axis] + 0.5 : box.first[axis] - 0.5;
  return indexToWorld(affine, middle);
}

/** The plane of a face, its normal of length 1 towards the inside of the box. */
export function facePlane(affine: Affine, box: VoxelBox, face: BoxFace): { readonly originMm: Vec3; readonly normal: Vec3 } {
  const inverse = invertAffine(affine);
  const row = face.axis * 4;
  const outwards = unit([inverse[row]!, inverse[row + 1]!, inverse[row + 2]!]);
  const sign = face.isLast ? -1 : 1;
  return { originMm: faceCentreMm(affine, box, face), normal: [sign * outwards[0], sign * outwards[1], sign * outwards[2]] };
}

/** The box with one face moved by so many voxels; it never leaves the volume nor gets thinner than a voxel. */
export function withFaceMoved(box: VoxelBox, face: BoxFace, voxels: number, size: Vec3): VoxelBox {
  return withFaceAt(box, face, (face.isLast ? box.last : box.first)[face.axis] + voxels, size);
}

/** The same, with the face's voxels given. */
export function withFaceAt(box: VoxelBox, { axis, isLast }: BoxFace, voxel: number, size: Vec3): VoxelBox {
  const [first, last] = [[...box.first] as [number, number, number], [...box.last] as [number, number, number]];
  if (isLast) last[axis] = Math.min(Math.max(Math.round(voxel), first[axis]), size[axis] - 1);
  else first[axis] = Math.max(Math.min(Math.round(voxel), last[axis]), 0);
  return { first, last };
}
