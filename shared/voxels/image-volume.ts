import type { SpaceTrust, VolumeGeometry } from '../geometry/volume-geometry.ts';
import type { VoxelArray, VoxelType } from './voxel-type.ts';

/** What an image was made with. `ct` voxels are Hounsfield units; `mr` has no absolute scale. */
export const modalities = ['mr', 'ct', 'other'] as const;
export type Modality = (typeof modalities)[number];

/** Stored voxels with the line that turns them into real values: real = slope · stored + intercept. */
export interface ImageVolume {
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  readonly voxelType: VoxelType;
  readonly voxels: VoxelArray;
  readonly slope: number;
  readonly intercept: number;
}
