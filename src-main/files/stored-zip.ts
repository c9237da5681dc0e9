/**
 * Reads ZIP archives whose entries are stored as they are (PKWARE APPNOTE 6.3.9), as bundles are written; any other archive is
 * refused. Nothing is ever written under a name that stands in one.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** The archive is damaged, cut off, or of a kind that is not read; `message` says for programmers why. */
export class UnreadableZip extends Error {}

export interface StoredEntry {
  readonly name: string;
  readonly bytes: number;
  /** Of its local header. */
  readonly offset: number;
  /** CRC-32 of its bytes. */
  readonly crc: number;
}

export interface StoredZip {
  readonly entries: ReadonlyMap<string, StoredEntry>;
  /** @throws UnreadableZip where it does not lie in the file as the archive's list says, or at its end where its bytes are others */
  read(entry: StoredEntry): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const endBytes = 22;
const end64Bytes = 56;
const locator64Bytes = 20;
/** 100,000 entries with their names. */
const longestList = 32 * 2 ** 20;
const readBytes = 1 << 18;

/** @throws UnreadableZip; what the file system says */
export async function openStoredZip(path: string): Promise<StoredZip> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const list = await listOf(file, size);
    return {
      entries: list,
      read: (entry) => contentOf(file, entry, size),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function listOf(file: FileHandle, size: number): Promise<Map<string, StoredEntry>> {
  const end = await bytesAt(file, size - endBytes, endBytes, size);
  if (end.readUInt32LE(0) !== 0x06054b50 || end.readUInt16LE(20) !== 0) throw new UnreadableZip('no end of a list');
  let [count, bytes, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (count === 0xffff || bytes === 0xffffffff || offset === 0xffffffff) {
    const locator = await bytesAt(file, size - endBytes - locator64Bytes, locator64Bytes, size);
    if (locator.readUInt32LE(0) !== 0x07064b50) throw new UnreadableZip('no place of a long list');
    const end64 = await bytesAt(file, number64(locator, 8), end64Bytes, size);
    if (end64.readUInt32LE(0) !== 0x06064b50) throw new UnreadableZip('no end of a long list');
    [count, bytes, offset] = [number64(end64, 32), number64(end64, 40), number64(end64, 48)];
  }
  if (bytes > longestList) throw new UnreadableZip('a list that is too long');
  const list = await bytesAt(file, offset, bytes, size);
  const entries = new Map<string, StoredEntry>();
  let at = 0;
  for (let left = count; left > 0; left -= 1) {
    if (at + 46 > list.length || list.readUInt32LE(at) !== 0x02014b50) throw new UnreadableZip('a list that is cut off');
    const [flags, method] = [list.readUInt16LE(at + 8), list.readUInt16LE(at + 10)];
    const [nameBytes, extraBytes, commentBytes] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30), list.readUInt16LE(at + 32)];
    const behind = at + 46 + nameBytes + extraBytes + commentBytes;
    if (behind > list.length) throw new UnreadableZip('a list that is cut off');
    if ((flags & 1) !== 0 || method !== 0) throw new UnreadableZip('an entry that is packed or encrypted');
    const name = list.toString('utf8', at + 46, at + 46 + nameBytes);
    const sizes = sizesOf(list.subarray(at, behind), nameBytes, extraBytes);
    if (entries.has(name)) throw new UnreadableZip('two entries of one name');
    if (sizes.packed !== sizes.bytes || sizes.offset + sizes.bytes > size) throw new UnreadableZip('an entry outside the file');
    entries.set(name, { name, bytes: sizes.bytes, offset: sizes.offset, crc: list.readUInt32LE(at + 16) });
    at = behind;
  }
  return entries;
}

/** Numbers beyond 32 bits lie in the extra field 1, those alone, in this order. */
function sizesOf(entry: Buffer, nameBytes: number, extraBytes: number): { readonly bytes: number; readonly packed: number; readonly offset: number } {
  const found = { bytes: entry.readUInt32LE(24), packed: entry.readUInt32LE(20), offset: entry.readUInt32LE(42) };
  if (!Object.values(found).includes(0xffffffff)) return found;
  const extra = entry.subarray(46 + nameBytes, 46 + nameBytes + extraBytes);
  for (let at = 0; at + 4 <= extra.length;) {
    const [kind, bytes] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    if (kind === 1 && at + 4 + bytes <= extra.length) {
      const long = extra.subarray(at + 4, at + 4 + bytes);
      let place = 0;
      const next = (short: number): number => {
        if (short !== 0xffffffff) return short;
        if (place + 8 > long.length) throw new UnreadableZip('a long number is missing');
        place += 8;
        return number64(long, place - 8);
      };
      return { bytes: next(found.bytes), packed: next(found.packed), offset: next(found.offset) };
    }
    at += 4 + bytes;
  }
  throw new UnreadableZip('a long number is missing');
}

async function* contentOf(file: FileHandle, { name, bytes, offset, crc }: StoredEntry, size: number): AsyncIterable<Uint8Array> {
  const header = await bytesAt(file, offset, 30, size);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new UnreadableZip(`no header of ${name}`);
  const from = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  let sum = 0;
  for (let done = 0; done < bytes;) {
    const part = await bytesAt(file, from + done, Math.min(readBytes, bytes - done), size);
    done += part.length;
    sum = crc32(part, sum);
    yield part;
  }
  if (sum !== crc) throw new UnreadableZip(`${name} is not what was written`);
}

function number64(from: Buffer, at: number): number {
  const value = from.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnreadableZip('a number beyond all files');
  return Number(value);
}

async function bytesAt(file: FileHandle, from: number, bytes: number, size: number): Promise<Buffer> {
  if (from < 0 || from + bytes > size) throw new UnreadableZip('it is cut off');
  const part = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(part, 0, bytes, from);
  if (bytesRead !== bytes) throw new UnreadableZip('it is cut off');
  return part;
}
