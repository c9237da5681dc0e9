/**
 * NIfTI files byte by byte for tests: offsets typed in from nifti1.h and nifti2.h, apart from the
 * table that the program reads by.
 */

export interface NiftiParts {
  readonly version?: 1 | 2;
  readonly littleEndian?: boolean;
  /** `dim`, from the number of dimensions on. */
  readonly dim?: readonly number[];
  readonly datatype?: number;
  readonly pixdim?: readonly number[];
  readonly voxelOffset?: number;
  readonly slope?: number;
  readonly intercept?: number;
  readonly units?: number;
  readonly qformCode?: number;
  readonly sformCode?: number;
  readonly quaternion?: readonly number[];
  readonly qoffset?: readonly number[];
  /** Three rows of four. */
  readonly srow?: readonly (readonly number[])[];
  readonly magic?: string;
  readonly dimInfo?: number;
}

interface Places {
  readonly [name: string]: number;
}
const places1: Places = { dimInfo: 39, dim: 40, datatype: 70, pixdim: 76, offset: 108, slope: 112, inter: 116, units: 123, qform: 252, sform: 254, quatern: 256, qoffset: 268, srow: 280, magic: 344 };
const places2: Places = { dimInfo: 524, dim: 16, datatype: 12, pixdim: 104, offset: 168, slope: 176, inter: 184, units: 500, qform: 344, sform: 348, quatern: 352, qoffset: 376, srow: 400, magic: 4 };

const ras = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]];

/** A header and the four bytes after it. */
export function niftiHeader(parts: NiftiParts = {}): Uint8Array {
  const { version = 1, littleEndian = true, dim = [3, 4, 3, 2], datatype = 4, pixdim = [1, 1, 1, 1], slope = 0, intercept = 0 } = parts;
  const first = version === 1;
  const at = first ? places1 : places2;
  const bytes = new Uint8Array(first ? 352 : 544);
  const view = new DataView(bytes.buffer);
  const float = (place: number, values: readonly number[]): void => values.forEach((value, n) =>
    (first ? view.setFloat32(place + 4 * n, value, littleEndian) : view.setFloat64(place + 8 * n, value, littleEndian)));
  const code = (place: number, value: number): void =>
    (first ? view.setInt16(place, value, littleEndian) : view.setInt32(place, value, littleEndian));
  view.setInt32(0, first ? 348 : 540, littleEndian);
  dim.forEach((value, n) => (first ? view.setInt16(at['dim']! + 2 * n, value, littleEndian) : view.setBigInt64(at['dim']! + 8 * n, BigInt(value), littleEndian)));
  view.setInt16(at['datatype']!, datatype, littleEndian);
  float(at['pixdim']!, pixdim);
  const offset = parts.voxelOffset ?? bytes.length;
  if (first) float(at['offset']!, [offset]);
  else view.setBigInt64(at['offset']!, BigInt(offset), littleEndian);
  float(at['slope']!, [slope]);
  float(at['inter']!, [intercept]);
  if (first) view.setUint8(at['units']!, parts.units ?? 2);
  else view.setInt32(at['units']!, parts.units ?? 2, littleEndian);
  code(at['qform']!, parts.qformCode ?? 0);
  code(at['sform']!, parts.sformCode ?? 1);
  float(at['quatern']!, parts.quaternion ?? [0, 0, 0]);
  float(at['qoffset']!, parts.qoffset ?? [0, 0, 0]);
  float(at['srow']!, (parts.srow ?? ras).flat());
  view.setUint8(at['dimInfo']!, parts.dimInfo ?? 0);
  const magic = parts.magic ?? (first ? 'n+1\0' : 'n+2\0\r\n\x1a\n');
  [...magic].forEach((letter, n) => view.setUint8(at['magic']! + n, letter.charCodeAt(0)));
  return bytes;
}

export function niftiFile(parts: NiftiParts, voxels: Uint8Array): Uint8Array {
  const header = niftiHeader(parts);
  const bytes = new Uint8Array(header.length + voxels.length);
  bytes.set(header);
  bytes.set(voxels, header.length);
  return bytes;
}
