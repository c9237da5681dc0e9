/**
 * DICOM headers to values, and slices to a volume's geometry. Knows no file system, decodes no pixel
 * (a library does) and needs nothing of what identifies a person but the ID that tells patients apart.
 */
import { type AttributeName, isNumericAttribute } from './attributes.ts';
import { type Encoding, type PixelSpan, walkElements } from './data-set.ts';

export type { AttributeName } from './attributes.ts';
export { groupIntoVolumes, placeSlices, type SliceHeader, type SlicePlacement, unitDirections } from './slices.ts';

export interface DicomHeader {
  /** The encoding of the pixels. */
  readonly transferSyntax: string;
  /** Null where the bytes end before the pixel data, or there is none. */
  readonly pixels: PixelSpan | null;
  /** Raw bytes of a text attribute, for those whose character set matters; null where absent. */
  readonly bytes: (name: AttributeName) => Uint8Array | null;
  /** Text without padding; several values are separated by a backslash. Empty where absent. */
  readonly text: (name: AttributeName) => string;
  /** The numbers of an attribute; empty where absent or not numbers. */
  readonly numbers: (name: AttributeName) => readonly number[];
  /** Every attribute that is there, by its keyword, for a person. */
  readonly describe: () => Readonly<Record<string, string | number>>;
}

const implicitLittleEndian = '1.2.840.10008.1.2';
const explicitBigEndian = '1.2.840.10008.1.2.2';
const deflatedLittleEndian = '1.2.840.10008.1.2.1.99';
const preamble = 128;

/** Whether the bytes carry DICOM's mark after the preamble. */
export function hasDicomMark(bytes: Uint8Array): boolean {
  return bytes.length >= preamble + 4 && String.fromCharCode(...bytes.subarray(preamble, preamble + 4)) === 'DICM';
}

/**
 * Reads a header from a file's first bytes; null where they are no DICOM file. Files without
 * preamble, as old archives hold, are recognised by their first element.
 * @param inflate unpacks a raw deflate stream as far as it is there (transfer syntax 1.2.840.10008.1.2.1.99)
 */
export function parseDicomHeader(bytes: Uint8Array, inflate: (packed: Uint8Array) => Uint8Array): DicomHeader | null {
  if (!hasDicomMark(bytes)) return parseBare(bytes);
  const view = viewOf(bytes);
  const meta = walkElements(view, preamble + 4, { explicit: true, littleEndian: true }, 0x0002);
  const transferSyntax = textOf(meta.values.get('TransferSyntaxUID')) || implicitLittleEndian;
  const encoding: Encoding = {
    explicit: transferSyntax !== implicitLittleEndian,
    littleEndian: transferSyntax !== explicitBigEndian,
  };
  if (transferSyntax === deflatedLittleEndian) {
    const unpacked = inflate(bytes.subarray(meta.position));
    return headerOf(viewOf(unpacked), 0, encoding, transferSyntax);
  }
  return headerOf(view, meta.position, encoding, transferSyntax);
}

/** No preamble: the first element must be of group 8 (or 2), in one of the two little-endian encodings. */
function parseBare(bytes: Uint8Array): DicomHeader | null {
  if (bytes.length < 16) return null;
  const view = viewOf(bytes);
  const group = view.getUint16(0, true);
  if (group !== 0x0008 && group !== 0x0002) return null;
  const explicit = /^[A-Z]{2}$/.test(String.fromCharCode(view.getUint8(4), view.getUint8(5)));
  const header = headerOf(view, 0, { explicit, littleEndian: true }, implicitLittleEndian);
  return header.text('SOPClassUID') === '' ? null : header;
}

function headerOf(view: DataView, start: number, encoding: Encoding, transferSyntax: string): DicomHeader {
  const { values, pixels } = walkElements(view, start, encoding);
  const text = (name: AttributeName): string => textOf(values.get(name));
  const numbers = (name: AttributeName): readonly number[] => {
    const bytes = values.get(name);
    if (bytes === undefined) return [];
    if (isNumericAttribute(name)) return bytes.length < 2 ? [] : [viewOf(bytes).getUint16(0, encoding.littleEndian)];
    const parts = textOf(bytes).split('\\').map((part) => part.trim());
    const parsed = parts.map(Number);
    return parts.includes('') || !parsed.every(Number.isFinite) ? [] : parsed;
  };
  return {
    transferSyntax,
    pixels,
    bytes: (name) => values.get(name) ?? null,
    text,
    numbers,
    describe: () => Object.fromEntries([...values.keys()].map((name) =>
      [name, isNumericAttribute(name) ? numbers(name)[0] ?? '' : text(name)])),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Latin-1, without the padding of spaces and zeros. */
function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : String.fromCharCode(...bytes).replace(/[\0 ]+$/, '').trimStart();
}
