/** Hashes of files, piece by piece, so that large ones take no memory and nobody waits for the end of one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFailure } from '../import/file-failure.ts';

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

/** Over the bytes of several files, in name order. @throws UserFacingError for a file that cannot be read; an AbortError */
export async function hashFiles(files: readonly string[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...files].sort()) {
    try {
      for await (const chunk of createReadStream(file, { signal, highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
    } catch (error) {
      throw readFailure(error, file);
    }
  }
  return hash.digest('hex');
}
