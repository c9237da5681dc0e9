import type { VoxelType } from '../../voxels/voxel-type.ts';
import { failure } from '../../text/user-facing-error.ts';
import { colourVoxels, complexVoxels, unknownVoxels, wideFloatVoxels } from './nifti-sentences.ts';

/** How voxels are stored in a file. 64-bit integers become float64 in memory, exactly or not at all. */
export interface StoredType {
  readonly name: VoxelType | 'int64' | 'uint64';
  readonly bytes: 1 | 2 | 4 | 8;
}

/** `datatype` codes of the standard that hold one real number a voxel. */
const realTypes: Readonly<Record<number, StoredType>> = {
  2: { name: 'uint8', bytes: 1 },
  4: { name: 'int16', bytes: 2 },
  8: { name: 'int32', bytes: 4 },
  16: { name: 'float32', bytes: 4 },
  64: { name: 'float64', bytes: 8 },
  256: { name: 'int8', bytes: 1 },
  512: { name: 'uint16', bytes: 2 },
  768: { name: 'uint32', bytes: 4 },
  1024: { name: 'int64', bytes: 8 },
  1280: { name: 'uint64', bytes: 8 },
};

/** @throws UserFacingError `unsupported-file` for complex numbers, colours, 128-bit floats and unknown codes */
export function storedType(datatype: number, file: string): StoredType {
  const real = realTypes[datatype];
  if (real !== undefined) return real;
  switch (datatype) {
    case 32: throw failure('unsupported-file', complexVoxels, { file, type: 'complex64' });
    case 1792: throw failure('unsupported-file', complexVoxels, { file, type: 'complex128' });
    case 2048: throw failure('unsupported-file', complexVoxels, { file, type: 'complex256' });
    case 128: throw failure('unsupported-file', colourVoxels, { file, type: 'RGB24' });
    case 2304: throw failure('unsupported-file', colourVoxels, { file, type: 'RGBA32' });
    case 1536: throw failure('unsupported-file', wideFloatVoxels, { file });
    default: throw failure('unsupported-file', unknownVoxels, { file, type: String(datatype) });
  }
}

/** Integer types in the order in which programs have always read them; the first that holds the largest value is taken. */
const maskTypes = [
  { name: 'uint8', datatype: 2, largest: 0xff },
  { name: 'int16', datatype: 4, largest: 0x7fff },
  { name: 'uint16', datatype: 512, largest: 0xffff },
  { name: 'int32', datatype: 8, largest: 0x7fff_ffff },
] as const;
export type MaskType = (typeof maskTypes)[number];

/**
 * The smallest integer type for label values 0 … `largest`; of the two with 16 bits, int16 where it
 * suffices, for Analyze's successors all read it.
 * @throws RangeError above 2³¹ − 1
 */
export function maskTypeFor(largest: number): MaskType {
  const type = maskTypes.find((candidate) => largest <= candidate.largest);
  if (type === undefined) throw new RangeError(`no mask type holds ${largest}`);
  return type;
}
