/** Walks the elements of a DICOM data set up to the pixels (DICOM PS3.5, section 7), keeping what is asked for. */
import { attributeOfTag, type AttributeName } from './attributes.ts';

export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

export interface WalkedElements {
  /** Raw value bytes of the wanted attributes of the top level. */
  readonly values: Map<AttributeName, Uint8Array>;
  /** Where the walk stopped: at the pixel data, at another group, or where the bytes end. */
  readonly position: number;
  /** Of the pixel data, where the walk came to it. */
  readonly pixels: PixelSpan | null;
}

export interface PixelSpan {
  /** Bytes; −1 where the pixels are in fragments, whose lengths are told one by one. */
  readonly length: number;
  /** Whether the bytes that were walked hold them to their end. */
  readonly whole: boolean;
}

interface ElementHead {
  readonly tag: number;
  /** −1: undefined length. */
  readonly length: number;
  readonly valueStart: number;
}

const pixelData = 0x7fe0_0010;
const floatPixelData = 0x7fe0_0008;
const doublePixelData = 0x7fe0_0009;
const item = 0xfffe_e000;
const itemEnd = 0xfffe_e00d;
const sequenceEnd = 0xfffe_e0dd;

/** Value representations whose length field has four bytes after two reserved ones. */
const longRepresentations = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/**
 * @param onlyGroup stop at the first element of another group (the file meta information)
 */
export function walkElements(view: DataView, start: number, encoding: Encoding, onlyGroup?: number): WalkedElements {
  const values = new Map<AttributeName, Uint8Array>();
  let position = start;
  for (;;) {
    const head = readHead(view, position, encoding);
    if (head === null) return { values, position, pixels: null };
    if (onlyGroup !== undefined && head.tag >>> 16 !== onlyGroup) return { values, position, pixels: null };
    if (head.tag === pixelData || head.tag === floatPixelData || head.tag === doublePixelData) {
      const end = endOf(view, head, encoding);
      return { values, position, pixels: { length: head.length, whole: end !== null } };
    }
    const end = endOf(view, head, encoding);
    if (end === null) return { values, position, pixels: null };
    const name = attributeOfTag(head.tag);
    if (name !== undefined && head.length >= 0) {
      values.set(name, new Uint8Array(view.buffer, view.byteOffset + head.valueStart, head.length));
    }
    position = end;
  }
}

function readHead(view: DataView, position: number, { explicit, littleEndian }: Encoding): ElementHead | null {
  if (position + 8 > view.byteLength) return null;
  const tag = ((view.getUint16(position, littleEndian) << 16) | view.getUint16(position + 2, littleEndian)) >>> 0;
  const delimiter = tag >>> 16 === 0xfffe;
  if (!explicit || delimiter) return { tag, length: lengthAt(view, position + 4, littleEndian), valueStart: position + 8 };
  const representation = String.fromCharCode(view.getUint8(position + 4), view.getUint8(position + 5));
  if (!longRepresentations.has(representation)) {
    return { tag, length: view.getUint16(position + 6, littleEndian), valueStart: position + 8 };
  }
  if (position + 12 > view.byteLength) return null;
  return { tag, length: lengthAt(view, position + 8, littleEndian), valueStart: position + 12 };
}

function lengthAt(view: DataView, position: number, littleEndian: boolean): number {
  const length = view.getUint32(position, littleEndian);
  return length === 0xffff_ffff ? -1 : length;
}

/** The position after an element; null where the bytes end inside it. */
function endOf(view: DataView, head: ElementHead, encoding: Encoding): number | null {
  if (head.length < 0) return skipItems(view, head.valueStart, encoding);
  const end = head.valueStart + head.length;
  return end > view.byteLength ? null : end;
}

/** The position after the items of a sequence of undefined length, or after the fragments of pixels. */
function skipItems(view: DataView, start: number, encoding: Encoding): number | null {
  let position = start;
  for (;;) {
    const head = readHead(view, position, encoding);
    if (head === null) return null;
    if (head.tag === sequenceEnd) return head.valueStart;
    if (head.tag !== item) return null;
    const end = head.length < 0 ? skipItem(view, head.valueStart, encoding) : endOf(view, head, encoding);
    if (end === null) return null;
    position = end;
  }
}

function skipItem(view: DataView, start: number, encoding: Encoding): number | null {
  let position = start;
  for (;;) {
    const head = readHead(view, position, encoding);
    if (head === null) return null;
    if (head.tag === itemEnd) return head.valueStart;
    const end = endOf(view, head, encoding);
    if (end === null) return null;
    position = end;
  }
}
