/** One slice of an image, or a few beside each other, from the few bytes of its voxels that they show. */
import { open } from 'node:fs/promises';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { bytesPerVoxel, viewVoxels, type VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { ImageRecord, ProjectStore } from '../store/project-store.ts';

/** @returns real values; of the two other axes the earlier one is fastest */
export async function readSlice(store: ProjectStore, { blob, geometry, voxelType, slope, intercept }: ImageRecord, axis: AxisIndex, slice: number): Promise<Float32Array> {
  const file = await open(store.blobs.path(blob), 'r');
  try {
    const [ni, nj, nk] = geometry.size;
    const read = async (first: number, count: number): Promise<ReturnType<typeof viewVoxels>> => {
      const bytes = new Uint8Array(count * bytesPerVoxel[voxelType]);
      await file.read(bytes, 0, bytes.length, first * bytesPerVoxel[voxelType]);
      return viewVoxels(voxelType, bytes.buffer, 0, count);
    };
    if (axis === 2) return Float32Array.from(await read(slice * ni * nj, ni * nj), (value) => slope * value + intercept);
    const width = axis === 1 ? ni : nj;
    const values = new Float32Array(width * nk);
    for (let k = 0; k < nk; k += 1) {
      // A slice across i has one voxel in each row: the whole plane is read for them.
      const plane = axis === 1 ? await read((k * nj + slice) * ni, ni) : await read(k * ni * nj, ni * nj);
      for (let n = 0; n < width; n += 1) values[k * width + n] = slope * (plane[axis === 1 ? n : n * ni + slice] as number) + intercept;
    }
    return values;
  } finally {
    await file.close();
  }
}

/** All voxels of the k-slices from `first` up to, but not with, `behind`, i fastest, as they are stored. */
export async function readStored(store: ProjectStore, { blob, geometry, voxelType }: ImageRecord, first: number, behind: number): Promise<VoxelArray> {
  const [ni, nj] = geometry.size;
  const count = ni * nj * (behind - first);
  const bytes = new Uint8Array(count * bytesPerVoxel[voxelType]);
  const file = await open(store.blobs.path(blob), 'r');
  try {
    await file.read(bytes, 0, bytes.length, ni * nj * first * bytesPerVoxel[voxelType]);
  } finally {
    await file.close();
  }
  return viewVoxels(voxelType, bytes.buffer, 0, count);
}

/** The same as real values. */
export async function readSlab(store: ProjectStore, image: ImageRecord, first: number, behind: number): Promise<Float32Array> {
  const { slope, intercept } = image;
  return Float32Array.from(await readStored(store, image, first, behind), (value) => slope * value + intercept);
}
