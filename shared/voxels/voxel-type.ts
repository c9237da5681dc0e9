/** Voxel types as they are kept on disk and in memory, little-endian, `i` fastest. */

export const voxelTypes = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const;
export type VoxelType = (typeof voxelTypes)[number];

export type VoxelArray =
  | Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export const bytesPerVoxel: Readonly<Record<VoxelType, number>> = {
  uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, float64: 8,
};

/**
 * A typed array over bytes that are already in the machine's order.
 * @throws RangeError where the offset is not a multiple of the voxel's size or the buffer is too short
 */
export function viewVoxels(type: VoxelType, buffer: ArrayBufferLike, byteOffset: number, count: number): VoxelArray {
  switch (type) {
    case 'uint8': return new Uint8Array(buffer, byteOffset, count);
    case 'int8': return new Int8Array(buffer, byteOffset, count);
    case 'uint16': return new Uint16Array(buffer, byteOffset, count);
    case 'int16': return new Int16Array(buffer, byteOffset, count);
    case 'uint32': return new Uint32Array(buffer, byteOffset, count);
    case 'int32': return new Int32Array(buffer, byteOffset, count);
    case 'float32': return new Float32Array(buffer, byteOffset, count);
    case 'float64': return new Float64Array(buffer, byteOffset, count);
  }
}

/** A zeroed array of `count` voxels. */
export function allocateVoxels(type: VoxelType, count: number): VoxelArray {
  return viewVoxels(type, new ArrayBuffer(count * bytesPerVoxel[type]), 0, count);
}

/** The name of an array's voxel type. */
export function voxelTypeOf(voxels: VoxelArray): VoxelType {
  if (voxels instanceof Uint8Array) return 'uint8';
  if (voxels instanceof Int8Array) return 'int8';
  if (voxels instanceof Uint16Array) return 'uint16';
  if (voxels instanceof Int16Array) return 'int16';
  if (voxels instanceof Uint32Array) return 'uint32';
  if (voxels instanceof Int32Array) return 'int32';
  return voxels instanceof Float32Array ? 'float32' : 'float64';
}

/** A zeroed array of the same type, and of the same length where none is given. */
export function allocateLike<Voxels extends VoxelArray>(voxels: Voxels, count: number = voxels.length): Voxels {
  return allocateVoxels(voxelTypeOf(voxels), count) as Voxels;
}
