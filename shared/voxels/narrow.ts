import { allocateVoxels, type VoxelArray, type VoxelType } from './voxel-type.ts';

const integerTypes = [
  { name: 'uint8', lowest: 0, highest: 0xff },
  { name: 'int16', lowest: -0x8000, highest: 0x7fff },
  { name: 'uint16', lowest: 0, highest: 0xffff },
] as const satisfies readonly { name: VoxelType; lowest: number; highest: number }[];

/** The same integers in the smallest type that holds them all; the given array itself where none is smaller. */
export function narrowIntegers(voxels: Int32Array): { readonly voxelType: VoxelType; readonly voxels: VoxelArray } {
  let lowest = 0;
  let highest = 0;
  for (const value of voxels) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const type = integerTypes.find((candidate) => lowest >= candidate.lowest && highest <= candidate.highest);
  if (type === undefined) return { voxelType: 'int32', voxels };
  const narrow = allocateVoxels(type.name, voxels.length);
  narrow.set(voxels);
  return { voxelType: type.name, voxels: narrow };
}
