/** DICOM slices byte by byte for tests (explicit VR, little-endian), apart from the program's reader. */

export interface SliceParts {
  readonly position?: readonly number[] | null;
  readonly orientation?: readonly number[] | null;
  readonly spacing?: readonly number[] | null;
  readonly study?: string;
  readonly series?: string;
  readonly description?: string;
  readonly instance?: string;
  readonly number?: number;
  readonly patient?: string | Uint8Array;
  readonly characterSet?: string;
  readonly modality?: string;
  readonly frames?: number;
  readonly slope?: number;
  readonly intercept?: number;
  readonly rows?: number;
  readonly columns?: number;
  /** Stored values, row by row; 16 bits, signed. Null: no pixel data at all. */
  readonly pixels?: readonly number[] | null;
}

const encoder = new TextEncoder();

function element(group: number, number: number, representation: string, value: Uint8Array): Uint8Array {
  const padded = new Uint8Array(value.length + (value.length % 2));
  padded.fill(representation === 'UI' ? 0 : 0x20);
  padded.set(value);
  const long = representation === 'OW';
  const bytes = new Uint8Array((long ? 12 : 8) + padded.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  bytes.set(encoder.encode(representation), 4);
  if (long) view.setUint32(8, padded.length, true);
  else view.setUint16(6, padded.length, true);
  bytes.set(padded, bytes.length - padded.length);
  return bytes;
}

const text = (group: number, number: number, representation: string, value: string | Uint8Array): Uint8Array =>
  element(group, number, representation, typeof value === 'string' ? encoder.encode(value) : value);
const decimals = (group: number, number: number, values: readonly number[] | null | undefined): readonly Uint8Array[] =>
  (values == null ? [] : [text(group, number, 'DS', values.join('\\'))]);
const short = (group: number, number: number, value: number): Uint8Array => element(group, number, 'US', new Uint8Array(Uint16Array.of(value).buffer));

let instances = 0;

/** A CT slice of 2 rows and 3 columns unless told otherwise. */
export function dicomSlice(parts: SliceParts = {}): Uint8Array {
  const { rows = 2, columns = 3, number = 1, frames, pixels = Array.from({ length: rows * columns }, (_, n) => n) } = parts;
  const instance = parts.instance ?? `1.2.3.${++instances}`;
  const storage = '1.2.840.10008.5.1.4.1.1.2';
  const meta = [
    text(0x0002, 0x0002, 'UI', storage),
    text(0x0002, 0x0003, 'UI', instance),
    text(0x0002, 0x0010, 'UI', '1.2.840.10008.1.2.1'),
  ];
  const metaLength = meta.reduce((total, { length }) => total + length, 0);
  const dataSet = [
    ...(parts.characterSet === undefined ? [] : [text(0x0008, 0x0005, 'CS', parts.characterSet)]),
    text(0x0008, 0x0016, 'UI', storage),
    text(0x0008, 0x0018, 'UI', instance),
    text(0x0008, 0x0060, 'CS', parts.modality ?? 'CT'),
    ...(parts.description === undefined ? [] : [text(0x0008, 0x103e, 'LO', parts.description)]),
    text(0x0010, 0x0020, 'LO', parts.patient ?? 'P1'),
    ...(parts.study === undefined ? [] : [text(0x0020, 0x000d, 'UI', parts.study)]),
    text(0x0020, 0x000e, 'UI', parts.series ?? '1.2.3'),
    text(0x0020, 0x0013, 'IS', String(number)),
    ...decimals(0x0020, 0x0032, parts.position === undefined ? [0, 0, 0] : parts.position),
    ...decimals(0x0020, 0x0037, parts.orientation === undefined ? [1, 0, 0, 0, 1, 0] : parts.orientation),
    short(0x0028, 0x0002, 1),
    text(0x0028, 0x0004, 'CS', 'MONOCHROME2'),
    ...(frames === undefined ? [] : [text(0x0028, 0x0008, 'IS', String(frames))]),
    short(0x0028, 0x0010, rows),
    short(0x0028, 0x0011, columns),
    ...decimals(0x0028, 0x0030, parts.spacing === undefined ? [1, 1] : parts.spacing),
    short(0x0028, 0x0100, 16),
    short(0x0028, 0x0101, 16),
    short(0x0028, 0x0102, 15),
    short(0x0028, 0x0103, 1),
    ...decimals(0x0028, 0x1052, [parts.intercept ?? 0]),
    ...decimals(0x0028, 0x1053, [parts.slope ?? 1]),
    ...(pixels === null ? [] : [element(0x7fe0, 0x0010, 'OW', new Uint8Array(Int16Array.from(pixels).buffer))]),
  ];
  return Buffer.concat([
    new Uint8Array(128), encoder.encode('DICM'),
    element(0x0002, 0x0000, 'UL', new Uint8Array(Uint32Array.of(metaLength).buffer)), ...meta, ...dataSet,
  ]);
}
