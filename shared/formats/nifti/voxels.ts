import { failure } from '../../text/user-facing-error.ts';
import { fill, type Sentence } from '../../text/sentence.ts';
import { type VoxelArray, type VoxelType, viewVoxels } from '../../voxels/voxel-type.ts';
import { voxelCount } from '../../geometry/affine.ts';
import type { NiftiHeader } from './header.ts';
import { integersTooLarge, noNumbers, someNotNumbers, truncated } from './nifti-sentences.ts';
import type { StoredType } from './stored-type.ts';

export interface DecodedVoxels {
  /** As stored, before slope and intercept; 64-bit integers as float64. */
  readonly voxelType: VoxelType;
  /** One array a time point. */
  readonly timePoints: readonly VoxelArray[];
  readonly warnings: readonly Sentence[];
}

/**
 * The voxels of a file from the bytes at its `voxelOffset`. The bytes are taken over: where the
 * file's byte order is not the machine's they are swapped in place, so that a volume is held once.
 * @throws UserFacingError `corrupt` where bytes are missing or no voxel is a number, `unsupported-file`
 *   for 64-bit integers that a float64 does not hold
 */
export function decodeVoxels(header: NiftiHeader, bytes: Uint8Array, file: string): DecodedVoxels {
  const { stored, voxelBytes } = header;
  if (bytes.length < voxelBytes) throw failure('corrupt', truncated, { file, expected: voxelBytes, found: bytes.length });
  // A view needs its offset aligned to the voxel's size.
  const own = bytes.byteOffset % stored.bytes === 0 ? bytes.subarray(0, voxelBytes) : bytes.slice(0, voxelBytes);
  if (!header.raw.littleEndian) swapBytes(own, stored.bytes);
  const { voxelType, voxels } = viewStored(stored, own, file);
  const warnings = checkNumbers(voxels, file);
  const length = voxelCount(header.size);
  const timePoints = Array.from({ length: header.timePoints }, (_, n) => voxels.subarray(n * length, (n + 1) * length));
  return { voxelType, timePoints, warnings };
}

function swapBytes(bytes: Uint8Array, size: 1 | 2 | 4 | 8): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low] as number;
      bytes[low] = bytes[high] as number;
      bytes[high] = byte;
    }
  }
}

function viewStored(stored: StoredType, bytes: Uint8Array, file: string): { voxelType: VoxelType; voxels: VoxelArray } {
  const { name } = stored;
  const count = bytes.length / stored.bytes;
  if (name !== 'int64' && name !== 'uint64') {
    return { voxelType: name, voxels: viewVoxels(name, bytes.buffer, bytes.byteOffset, count) };
  }
  const wide = name === 'int64'
    ? new BigInt64Array(bytes.buffer, bytes.byteOffset, count)
    : new BigUint64Array(bytes.buffer, bytes.byteOffset, count);
  // In place: both hold eight bytes, and each integer is read before its double is written.
  const voxels = new Float64Array(bytes.buffer, bytes.byteOffset, count);
  for (let n = 0; n < count; n++) {
    const value = Number(wide[n]);
    if (!Number.isSafeInteger(value)) throw failure('unsupported-file', integersTooLarge, { file });
    voxels[n] = value;
  }
  return { voxelType: 'float64', voxels };
}

function checkNumbers(voxels: VoxelArray, file: string): readonly Sentence[] {
  if (!(voxels instanceof Float32Array) && !(voxels instanceof Float64Array)) return [];
  let strange = 0;
  for (let n = 0; n < voxels.length; n++) if (!Number.isFinite(voxels[n])) strange++;
  if (strange === voxels.length) throw failure('corrupt', noNumbers, { file });
  return strange === 0 ? [] : [fill(someNotNumbers, { file, count: strange })];
}
