/** Whether what a bundle says of an image can be one: nothing of it is believed that would fail later, where a mask is written. */
import type { BundleImage } from '#shared/contract/bundle-file.ts';
import { parseHeader } from '#shared/formats/nifti/nifti.ts';
import { isInvertible, spacingMm } from '#shared/geometry/affine.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel } from '#shared/voxels/voxel-type.ts';

/** Beyond what any scanner and any microscope measures. */
const [shortestMm, longestMm, farthestMm] = [1e-9, 1e6, 1e9];

/** @param bytes of its voxels in the bundle; null where they are not in it */
export function canBeImage(image: BundleImage, bytes: number | null): boolean {
  return (bytes === null || bytes === voxelBytes(image)) && canPlace(image.affine as unknown as Affine) && image.slope !== 0 && canHead(image);
}

export function voxelBytes({ size, voxelType }: BundleImage): number {
  return size[0] * size[1] * size[2] * bytesPerVoxel[voxelType];
}

function canPlace(affine: Affine): boolean {
  return isInvertible(affine) && spacingMm(affine).every((mm) => mm >= shortestMm && mm <= longestMm)
    && [affine[3], affine[7], affine[11]].every((mm) => Math.abs(mm) <= farthestMm);
}

function canHead({ header, size, name }: BundleImage): boolean {
  if (header === null) return true;
  try {
    const { size: told } = parseHeader(Buffer.from(header, 'base64'), name);
    return told.every((side, axis) => side === size[axis]);
  } catch (error) {
    if (error instanceof UserFacingError || error instanceof RangeError) return false;
    throw error;
  }
}
