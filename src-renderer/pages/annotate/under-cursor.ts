import { indexToWorld, spacingMm } from '#shared/geometry/affine.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { valueAtPlace } from '#shared/voxels/resample-plane.ts';
import { projectValues } from '#shared/voxels/slab.ts';
import { nearestVoxel, offsetOfVoxel } from '#shared/voxels/voxel-value.ts';
import type { UnderCursor } from '../../stores/annotating.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { isSameGrid, slabRange } from '../../viewer/slice-values.ts';
import { labelsShown } from './labels-shown.ts';
import type { OpenCase } from './open-case.ts';

/** Whether nothing that is shown reaches there: of an image on another grid a slab may reach what its middle does not. */
export function isOutside({ value, projected }: Pick<UnderCursor, 'value' | 'projected'>): boolean {
  return value === null && (projected === null || Number.isNaN(projected.value));
}

/**
 * What lies at a voxel position; null outside the image.
 * @param axis of the view that it is read in: slabs go along it; without it, nothing is projected
 */
export function readUnderCursor(open: OpenCase, position: Vec3, axis?: AxisIndex): UnderCursor | null {
  const { viewed, images } = open;
  const { size, affine } = viewed.geometry;
  const voxel = nearestVoxel(size, position);
  if (voxel === null) return null;
  const seen = images.moment.value ?? viewed;
  const valueOf = (one: Vec3): number | null =>
    (isSameGrid(viewed, seen) ? seen.slope * seen.voxels[offsetOfVoxel(size, one)]! + seen.intercept : valueAtPlace(seen, indexToWorld(affine, one)));
  const { slab } = useImageDisplay();
  const projected = (): UnderCursor['projected'] => {
    if (slab === null || axis === undefined) return null;
    const { first, last } = slabRange(open.planes[axis], voxel[axis], slab, spacingMm(affine)[axis] || 1);
    const along = (slice: number): Vec3 => voxel.map((index, at) => (at === axis ? slice : index)) as unknown as Vec3;
    if (first === last) return null;
    const values = Array.from({ length: last - first + 1 }, (_, at) => valueOf(along(first + at)) ?? NaN);
    return { projection: slab.projection, value: projectValues(values, slab.projection) };
  };
  return {
    voxel,
    positionMm: indexToWorld(affine, voxel),
    value: valueOf(voxel),
    projected: projected(),
    // Where the pointer is, not where the voxel's middle is: the other image has other voxels.
    second: images.second.value && { value: valueAtPlace(images.second.value, indexToWorld(affine, position)) },
    label: labelsShown(open)[offsetOfVoxel(size, voxel)]!,
  };
}
