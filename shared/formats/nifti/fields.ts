/**
 * Where each field of a NIfTI header lies, for both versions, as one table: read, written and shown
 * by the same numbers. Source: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
 */

type FieldKind = 'int8' | 'uint8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64' | 'text';
interface Field {
  readonly offset: number;
  readonly kind: FieldKind;
  readonly count: number;
}

const at = (offset: number, kind: FieldKind, count = 1): Field => ({ offset, kind, count });

const nifti1 = {
  sizeof_hdr: at(0, 'int32'),
  data_type: at(4, 'text', 10),
  db_name: at(14, 'text', 18),
  extents: at(32, 'int32'),
  session_error: at(36, 'int16'),
  regular: at(38, 'text', 1),
  dim_info: at(39, 'uint8'),
  dim: at(40, 'int16', 8),
  intent_p: at(56, 'float32', 3),
  intent_code: at(68, 'int16'),
  datatype: at(70, 'int16'),
  bitpix: at(72, 'int16'),
  slice_start: at(74, 'int16'),
  pixdim: at(76, 'float32', 8),
  vox_offset: at(108, 'float32'),
  scl_slope: at(112, 'float32'),
  scl_inter: at(116, 'float32'),
  slice_end: at(120, 'int16'),
  slice_code: at(122, 'uint8'),
  xyzt_units: at(123, 'uint8'),
  cal_max: at(124, 'float32'),
  cal_min: at(128, 'float32'),
  slice_duration: at(132, 'float32'),
  toffset: at(136, 'float32'),
  glmax: at(140, 'int32'),
  glmin: at(144, 'int32'),
  descrip: at(148, 'text', 80),
  aux_file: at(228, 'text', 24),
  qform_code: at(252, 'int16'),
  sform_code: at(254, 'int16'),
  quatern: at(256, 'float32', 3),
  qoffset: at(268, 'float32', 3),
  srow_x: at(280, 'float32', 4),
  srow_y: at(296, 'float32', 4),
  srow_z: at(312, 'float32', 4),
  intent_name: at(328, 'text', 16),
  magic: at(344, 'text', 4),
} as const satisfies Record<string, Field>;

const nifti2 = {
  sizeof_hdr: at(0, 'int32'),
  magic: at(4, 'text', 8),
  datatype: at(12, 'int16'),
  bitpix: at(14, 'int16'),
  dim: at(16, 'int64', 8),
  intent_p: at(80, 'float64', 3),
  pixdim: at(104, 'float64', 8),
  vox_offset: at(168, 'int64'),
  scl_slope: at(176, 'float64'),
  scl_inter: at(184, 'float64'),
  cal_max: at(192, 'float64'),
  cal_min: at(200, 'float64'),
  slice_duration: at(208, 'float64'),
  toffset: at(216, 'float64'),
  slice_start: at(224, 'int64'),
  slice_end: at(232, 'int64'),
  descrip: at(240, 'text', 80),
  aux_file: at(320, 'text', 24),
  qform_code: at(344, 'int32'),
  sform_code: at(348, 'int32'),
  quatern: at(352, 'float64', 3),
  qoffset: at(376, 'float64', 3),
  srow_x: at(400, 'float64', 4),
  srow_y: at(432, 'float64', 4),
  srow_z: at(464, 'float64', 4),
  slice_code: at(496, 'int32'),
  xyzt_units: at(500, 'int32'),
  intent_code: at(504, 'int32'),
  intent_name: at(508, 'text', 16),
  dim_info: at(524, 'uint8'),
} as const satisfies Record<string, Field>;

export type NiftiVersion = 1 | 2;
/** Fields that both versions have. */
export type FieldName = keyof typeof nifti1 & keyof typeof nifti2;

const layouts: Readonly<Record<NiftiVersion, Readonly<Record<string, Field>>>> = { 1: nifti1, 2: nifti2 };

/** `sizeof_hdr`, by which a header is recognised. */
export const headerBytes: Readonly<Record<NiftiVersion, number>> = { 1: 348, 2: 540 };

const elementBytes: Readonly<Record<FieldKind, number>> =
  { int8: 1, uint8: 1, int16: 2, int32: 4, int64: 8, float32: 4, float64: 8, text: 1 };

/** A header's bytes and how to read them. */
export interface RawHeader {
  readonly version: NiftiVersion;
  readonly littleEndian: boolean;
  /** 348 or 540 bytes, in the file's own byte order. */
  readonly bytes: Uint8Array;
}

const fieldOf = (version: NiftiVersion, name: string): Field => layouts[version][name] as Field;
const viewOf = ({ bytes }: RawHeader): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The numbers of a field; 64-bit integers as the nearest doubles. */
export function readNumbers(header: RawHeader, name: FieldName): readonly number[] {
  const { offset, kind, count } = fieldOf(header.version, name);
  const view = viewOf(header);
  return Array.from({ length: count }, (_, n) =>
    readElement(view, kind, offset + n * elementBytes[kind], header.littleEndian));
}

export function readNumber(header: RawHeader, name: FieldName): number {
  return readNumbers(header, name)[0] as number;
}

function readElement(view: DataView, kind: FieldKind, offset: number, littleEndian: boolean): number {
  switch (kind) {
    case 'text':
    case 'uint8': return view.getUint8(offset);
    case 'int8': return view.getInt8(offset);
    case 'int16': return view.getInt16(offset, littleEndian);
    case 'int32': return view.getInt32(offset, littleEndian);
    case 'int64': return Number(view.getBigInt64(offset, littleEndian));
    case 'float32': return view.getFloat32(offset, littleEndian);
    case 'float64': return view.getFloat64(offset, littleEndian);
  }
}

export function writeNumbers(header: RawHeader, name: FieldName, values: readonly number[]): void {
  const { offset, kind, count } = fieldOf(header.version, name);
  const view = viewOf(header);
  for (let n = 0; n < count; n++) {
    writeElement(view, kind, offset + n * elementBytes[kind], values[n] ?? 0, header.littleEndian);
  }
}

function writeElement(view: DataView, kind: FieldKind, offset: number, value: number, littleEndian: boolean): void {
  switch (kind) {
    case 'text':
    case 'uint8': return view.setUint8(offset, value);
    case 'int8': return view.setInt8(offset, value);
    case 'int16': return view.setInt16(offset, value, littleEndian);
    case 'int32': return view.setInt32(offset, value, littleEndian);
    case 'int64': return view.setBigInt64(offset, BigInt(value), littleEndian);
    case 'float32': return view.setFloat32(offset, value, littleEndian);
    case 'float64': return view.setFloat64(offset, value, littleEndian);
  }
}

/** Takes over a field, or its first elements, bit for bit, between headers of one version. */
export function copyField(from: RawHeader, to: RawHeader, name: FieldName, elements?: number): void {
  const { offset, kind, count } = fieldOf(from.version, name);
  const size = elementBytes[kind];
  for (let n = 0; n < (elements ?? count); n++) {
    const element = from.bytes.slice(offset + n * size, offset + (n + 1) * size);
    // Bytes, not numbers: going through a number may change the bits of a NaN.
    if (from.littleEndian !== to.littleEndian) element.reverse();
    to.bytes.set(element, offset + n * size);
  }
}

/** Text up to the first zero byte; bytes beyond ASCII as Latin-1, for nothing says which encoding it is. */
export function readText(header: RawHeader, name: FieldName): string {
  const codes = readNumbers(header, name);
  const end = codes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? codes : codes.slice(0, end)));
}

/** Every field by its name in the standard, for `inspect`. */
export function describeHeader(header: RawHeader): Readonly<Record<string, number | string | readonly number[]>> {
  const names = Object.keys(layouts[header.version]) as FieldName[];
  return Object.fromEntries(names.map((name): [string, number | string | readonly number[]] => {
    const { kind, count } = fieldOf(header.version, name);
    if (kind === 'text') return [name, readText(header, name)];
    return [name, count === 1 ? readNumber(header, name) : readNumbers(header, name)];
  }));
}
