/** How much so many voxels of a case are. */
import { voxelVolumeMm3 } from '#shared/geometry/affine.ts';
import type { OpenCase } from './open-case.ts';

/** @returns millilitres: null where the file does not say how large a voxel is */
export function amountOf({ viewed, image }: Pick<OpenCase, 'viewed' | 'image'>, voxels: number): { readonly voxels: number; readonly ml: number | null } {
  // Not the product of the spacings: a gantry that is tilted makes a voxel's volume smaller.
  return { voxels, ml: image.trust === 'spacing-unknown' ? null : (voxels * Math.abs(voxelVolumeMm3(viewed.geometry.affine))) / 1000 };
}
