import { failure } from '../../text/user-facing-error.ts';
import type { Sentence } from '../../text/sentence.ts';
import { fill } from '../../text/sentence.ts';
import type { AxisIndex, Vec3 } from '../../geometry/volume-geometry.ts';
import { headerBytes, type NiftiVersion, type RawHeader, readNumber, readNumbers } from './fields.ts';
import {
  analyzeFile, badDimensions, badVoxelOffset, damagedByTextTransfer, headerTooShort, interceptIgnored, notNifti, tooManyDimensions,
} from './nifti-sentences.ts';
import { type StoredType, storedType } from './stored-type.ts';

/** What a header says about its voxels; where they lie is `placeVolume`'s. */
export interface NiftiHeader {
  readonly raw: RawHeader;
  /** `single`: the voxels follow the header; `pair`: they are in an `.img` file beside it. */
  readonly storage: 'single' | 'pair';
  readonly size: Vec3;
  readonly timePoints: number;
  readonly stored: StoredType;
  /** First byte of the voxels in the file that holds them. */
  readonly voxelOffset: number;
  /** Of all time points. */
  readonly voxelBytes: number;
  /** real = slope · stored + intercept */
  readonly slope: number;
  readonly intercept: number;
  /** The axis that slices were acquired along, where the header says so. */
  readonly acquisitionAxis: AxisIndex | null;
  readonly warnings: readonly Sentence[];
}

/** Enough bytes to recognise and read any header. */
export const longestHeaderBytes = headerBytes[2];

/** A header by its length field, in either byte order; null where it is none. */
export function recogniseHeader(bytes: Uint8Array): RawHeader | null {
  if (bytes.length < 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const version of [1, 2] as const) {
    for (const littleEndian of [true, false]) {
      if (view.getInt32(0, littleEndian) === headerBytes[version]) {
        return { version, littleEndian, bytes: bytes.slice(0, headerBytes[version]) };
      }
    }
  }
  return null;
}

/**
 * Reads a header without touching a voxel, so that nothing is allocated on its word.
 * @param bytes the file's first bytes, at least `longestHeaderBytes` where it has so many
 * @param file the name to call it in a sentence
 * @throws UserFacingError `unsupported-file` for what is no NIfTI or no image of real numbers, `corrupt` for damage
 */
export function parseHeader(bytes: Uint8Array, file: string): NiftiHeader {
  const raw = recogniseHeader(bytes);
  if (raw === null) throw failure('unsupported-file', notNifti, { file });
  if (raw.bytes.length < headerBytes[raw.version]) throw failure('corrupt', headerTooShort, { file });
  const storage = storageByMagic(raw, file);
  const { size, timePoints } = readDimensions(raw, file);
  const stored = storedType(readNumber(raw, 'datatype'), file);
  const { slope, intercept, warnings } = readScaling(raw, file);
  return {
    raw, storage, size, timePoints, stored, slope, intercept, warnings,
    voxelOffset: readVoxelOffset(raw, storage, file),
    voxelBytes: size[0] * size[1] * size[2] * timePoints * stored.bytes,
    acquisitionAxis: readAcquisitionAxis(raw),
  };
}

const textOf = (bytes: readonly number[]): string => String.fromCharCode(...bytes);

function storageByMagic(raw: RawHeader, file: string): 'single' | 'pair' {
  const magic = textOf(readNumbers(raw, 'magic'));
  const mark = magic.slice(0, 3);
  const digit = String(raw.version);
  // NIfTI-2 ends its mark with line ends on purpose: a transfer that rewrites them shows here.
  if (raw.version === 2 && /^n[+i]2\0/.test(magic) && magic.slice(4) !== '\r\n\x1a\n') {
    throw failure('corrupt', damagedByTextTransfer, { file });
  }
  if (magic[3] === '\0' && mark === `n+${digit}`) return 'single';
  if (magic[3] === '\0' && mark === `ni${digit}`) return 'pair';
  if (raw.version === 1 && /^\0*$/.test(magic)) throw failure('unsupported-file', analyzeFile, { file });
  throw failure('unsupported-file', notNifti, { file });
}

function readDimensions(raw: RawHeader, file: string): { readonly size: Vec3; readonly timePoints: number } {
  const dim = readNumbers(raw, 'dim');
  const rank = dim[0] as number;
  const named = dim.slice(1, 1 + Math.min(Math.max(rank, 0), 7));
  const dimensions = named.join(' × ') || String(rank);
  // Safe integers only: the product is used as a number of bytes.
  const whole = named.every((length) => length >= 1 && Number.isSafeInteger(length));
  const product = named.reduce((total, length) => total * length, 1);
  if (rank < 1 || rank > 7 || !whole || !Number.isSafeInteger(product * 8)) {
    throw failure('corrupt', badDimensions, { file, dimensions });
  }
  if (named.slice(4).some((length) => length > 1)) {
    throw failure('unsupported-file', tooManyDimensions, { file, dimensions });
  }
  const length = (n: number): number => named[n] ?? 1;
  return { size: [length(0), length(1), length(2)], timePoints: length(3) };
}

function readVoxelOffset(raw: RawHeader, storage: 'single' | 'pair', file: string): number {
  const offset = Math.floor(readNumber(raw, 'vox_offset'));
  if (storage === 'pair') {
    if (offset >= 0) return offset;
  } else {
    // 0 stands for the usual place: after the header and the four bytes that announce extensions.
    if (offset === 0) return headerBytes[raw.version] + 4;
    if (offset >= headerBytes[raw.version] && Number.isSafeInteger(offset)) return offset;
  }
  throw failure('corrupt', badVoxelOffset, { file, offset: String(offset) });
}

function readScaling(raw: RawHeader, file: string): Pick<NiftiHeader, 'slope' | 'intercept' | 'warnings'> {
  const slope = readNumber(raw, 'scl_slope');
  const intercept = readNumber(raw, 'scl_inter');
  // The standard: a slope of 0 means that the stored values are the real ones.
  if (slope === 0 || !Number.isFinite(slope)) return { slope: 1, intercept: 0, warnings: [] };
  if (!Number.isFinite(intercept)) return { slope, intercept: 0, warnings: [fill(interceptIgnored, { file })] };
  return { slope, intercept, warnings: [] };
}

function readAcquisitionAxis(raw: RawHeader): AxisIndex | null {
  const axis = ((readNumber(raw, 'dim_info') >> 4) & 3) - 1;
  return axis === 0 || axis === 1 || axis === 2 ? axis : null;
}

/** Where the voxels of a single file without extensions begin. */
export function usualVoxelOffset(version: NiftiVersion): number {
  return headerBytes[version] + 4;
}
