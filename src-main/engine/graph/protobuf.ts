/**
 * Writes protocol buffers, as much of them as a TensorFlow graph needs
 * (https://protobuf.dev/programming-guides/encoding).
 */

/** Bytes of a field, with its number and wire type in front. */
export type Field = Uint8Array;

const wireVarint = 0;
const wireBytes = 2;
const wireFixed32 = 5;
const text = new TextEncoder();

/** Also of negative numbers, which take ten bytes: two's complement of 64 bits. */
function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const tag = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

export function integerField(field: number, value: number): Field {
  return joinBytes([tag(field, wireVarint), varint(value)]);
}

export function floatField(field: number, value: number): Field {
  return joinBytes([tag(field, wireFixed32), new Uint8Array(Float32Array.of(value).buffer)]);
}

export function bytesField(field: number, value: Uint8Array): Field {
  return joinBytes([tag(field, wireBytes), varint(value.length), value]);
}

export function textField(field: number, value: string): Field {
  return bytesField(field, text.encode(value));
}

export function messageField(field: number, fields: readonly Field[]): Field {
  return bytesField(field, joinBytes(fields));
}

/** An entry of a map with text keys. */
export function entryField(field: number, key: string, value: readonly Field[]): Field {
  return messageField(field, [textField(1, key), messageField(2, value)]);
}
