/** Hashes of files, piece by piece, so that large ones take no memory and nobody waits for the end of one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface FileHash {
  readonly sha256: string;
  readonly bytes: number;
}

/** @param read called with how much was read since the last call. @throws what the file system says; an AbortError */
export async function hashFile(file: string, signal: AbortSignal, read: (bytes: number) => void = () => {}): Promise<FileHash> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer>) {
    hash.update(part);
    bytes += part.length;
    read(part.length);
  }
  return { sha256: hash.digest('hex'), bytes };
}
