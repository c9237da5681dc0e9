/** Bytes of a file, unpacked where they are gzip, whatever the file's name says; never more than asked for. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failure } from '#shared/text/user-facing-error.ts';
import { readFailure } from './file-failure.ts';
import { fileEmpty, fileIsFolder, notEnoughMemory } from './import-sentences.ts';

/** No deflate stream unpacks to more than this many times its size (two bits for 258 bytes). */
const largestGzipRatio = 1032;
/**
 * Of a machine's memory, what one image may take: it is held once more while it is brought into a project.
 * Asked for beforehand, since the system gives more than it has and ends the whole program when the bytes come.
 */
const largestShareOfMemory = 0.5;
/** How far a file is read beyond what is wanted, so that the checksum at its end is verified. */
const trailingBytes = 1 << 16;

/**
 * Up to `length` bytes of the unpacked file from `offset`; fewer where it ends before. Memory is taken
 * for what the file can hold, never on a header's word.
 * @throws UserFacingError `not-found`, `bad-input`, `corrupt` (damaged gzip), `cancelled`, `out-of-memory`
 */
export async function readBytes(file: string, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  const { bytes: fileBytes, gzip } = await examine(file);
  const atMost = gzip ? fileBytes * largestGzipRatio : fileBytes;
  const wanted = Math.max(0, Math.min(length, atMost - offset));
  // Without an end in mind, what packed bytes could unpack to at most says nothing of what they will.
  if (Number.isFinite(length) && wanted > largestShareOfMemory * totalmem()) throw tooLarge(wanted, file);
  const target = allocate(wanted, file);
  const filled = await fillFrom(file, gzip, offset, target, signal);
  return target.subarray(0, filled);
}

async function examine(file: string): Promise<{ readonly bytes: number; readonly gzip: boolean }> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw failure('bad-input', fileIsFolder, { file });
    if (status.size === 0) throw failure('corrupt', fileEmpty, { file });
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
      return { bytes: status.size, gzip: bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readFailure(error, file);
  }
}

function allocate(bytes: number, file: string): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch (error) {
    throw tooLarge(bytes, file, error);
  }
}

function tooLarge(bytes: number, file: string, cause?: unknown): Error {
  return failure('out-of-memory', notEnoughMemory, { file, megabytes: Math.ceil(bytes / 2 ** 20) }, cause);
}

async function fillFrom(file: string, gzip: boolean, offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
  let position = gzip ? 0 : offset;
  const end = offset + target.length;
  let filled = 0;
  let enough = false;
  const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      const from = Math.max(0, offset - position);
      const to = Math.min(chunk.length, end - position);
      if (to > from) {
        target.set(chunk.subarray(from, to), position + from - offset);
        filled += to - from;
      }
      position += chunk.length;
      enough = position >= end + (gzip ? trailingBytes : 0);
      if (enough) return;
    }
  };
  const options = signal === undefined ? {} : { signal };
  try {
    // A plain file is read from the place itself; gzip has to be unpacked up to it.
    const source = createReadStream(file, { highWaterMark: 1 << 20, start: gzip ? 0 : offset });
    if (gzip) await pipeline(source, createGunzip({ chunkSize: 1 << 18 }), take, options);
    else await pipeline(source, take, options);
  } catch (error) {
    // Reading on is cut off once there is enough; the pipeline calls that an abort.
    if (!enough || signal?.aborted === true) throw readFailure(error, file);
  }
  return filled;
}
