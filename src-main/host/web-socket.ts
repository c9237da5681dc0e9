/**
 * The server's end of a WebSocket (RFC 6455): text in, text out, no extensions. Knows frames, and neither who may open one
 * nor what is said over it.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';

export interface Conversation {
  readonly protocol: string;
  /** The client's `Sec-WebSocket-Key`. */
  readonly key: string;
  readonly maximumBytes: number;
  /** Each message has one answer; what it throws is logged and ends the conversation. */
  readonly answer: (text: string) => string;
  readonly log: (error: unknown) => void;
}

const opcode = { continued: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
/** Why a conversation is ended (RFC 6455, 7.4.1). */
const endedBy = { protocol: 1002, kind: 1003, text: 1007, size: 1009, failure: 1011 } as const;

interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  /** Where the next frame begins. */
  readonly end: number;
}

/** Accepts the upgrade, and answers until the other side goes away. @param early what came with the request already */
export function converse(socket: Duplex, early: Buffer, { protocol, key, maximumBytes, answer, log }: Conversation): void {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let neededBytes = 0;
  let message: Buffer[] = [];
  let messageBytes = 0;

  const end = (reason: number): void => {
    socket.off('data', read);
    socket.end(frameOf(opcode.close, Buffer.from([reason >> 8, reason & 0xff])));
    socket.resume();
  };
  /** @returns why the conversation ends with this frame; null where it goes on */
  const take = ({ final, opcode: kind, payload }: Frame): number | null => {
    if (kind === opcode.ping) socket.write(frameOf(opcode.pong, payload));
    if (kind === opcode.ping || kind === opcode.pong) return null;
    if (kind === opcode.close) return payload.length >= 2 ? payload.readUInt16BE(0) : 1000;
    if (kind !== opcode.text && kind !== opcode.continued) return kind === 2 ? endedBy.kind : endedBy.protocol;
    if ((kind === opcode.continued) !== (message.length > 0)) return endedBy.protocol;
    message.push(payload);
    messageBytes += payload.length;
    if (messageBytes > maximumBytes) return endedBy.size;
    if (!final) return null;
    const bytes = message.length === 1 ? payload : Buffer.concat(message);
    message = [];
    messageBytes = 0;
    if (!isUtf8(bytes)) return endedBy.text;
    try {
      socket.write(frameOf(opcode.text, Buffer.from(answer(bytes.toString('utf8')))));
    } catch (error) {
      log(error);
      return endedBy.failure;
    }
    return null;
  };
  const read = (chunk: Buffer): void => {
    held.push(chunk);
    heldBytes += chunk.length;
    // A large message comes in many chunks: joined once, when it is whole.
    if (heldBytes < neededBytes) return;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held);
    for (;;) {
      const frame = frameAt(bytes, maximumBytes);
      if ('reason' in frame) return end(frame.reason);
      if ('neededBytes' in frame) {
        neededBytes = frame.neededBytes;
        break;
      }
      const reason = take(frame);
      if (reason !== null) return end(reason);
      bytes = bytes.subarray(frame.end);
    }
    held = bytes.length === 0 ? [] : [bytes];
    heldBytes = bytes.length;
  };

  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  socket.write([
    'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptanceOf(key)}`, `Sec-WebSocket-Protocol: ${protocol}`, '', '',
  ].join('\r\n'));
  socket.on('data', read);
  if (early.length > 0) read(early);
}

/** RFC 6455, 4.2.2: shows that the request was understood as what it is. */
function acceptanceOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** The frame at the beginning (RFC 6455, 5.2); what is missing of it; or why there cannot be one. Its payload is unmasked in place. */
function frameAt(bytes: Buffer, maximumBytes: number): Frame | { readonly neededBytes: number } | { readonly reason: number } {
  if (bytes.length < 2) return { neededBytes: 2 };
  const [first, second] = [bytes[0]!, bytes[1]!];
  const [final, kind, length] = [(first & 0x80) !== 0, first & 0x0f, second & 0x7f];
  const isControl = kind >= 8;
  // No extension was agreed on, a client's frames are masked, and what controls comes short and whole.
  if ((first & 0x70) !== 0 || (second & 0x80) === 0 || (isControl && (!final || length > 125))) return { reason: endedBy.protocol };
  const at = length < 126 ? 2 : length === 126 ? 4 : 10;
  if (bytes.length < at + 4) return { neededBytes: at + 4 };
  const payloadBytes = length < 126 ? length : length === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (payloadBytes > maximumBytes) return { reason: endedBy.size };
  const [start, end] = [at + 4, at + 4 + payloadBytes];
  if (bytes.length < end) return { neededBytes: end };
  const payload = bytes.subarray(start, end);
  for (let index = 0; index < payloadBytes; index += 1) payload[index]! ^= bytes[at + (index & 3)]!;
  return { final, opcode: kind, payload, end };
}

/** A whole frame; a server's are not masked. */
function frameOf(kind: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 0x10000 ? 4 : 10);
  head[0] = 0x80 | kind;
  head[1] = length < 126 ? length : length < 0x10000 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
