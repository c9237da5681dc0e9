/** Masks to disk: in the space of their image, whole or not at all, and read back before anything is said about them. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { encodeMaskVoxels, maskHeader, maskTypeFor } from '#shared/formats/nifti/nifti.ts';
import type { SpaceTrust, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { readBytes } from './file-bytes.ts';
import { writeFailure } from './file-failure.ts';
import { writingCancelled } from './import-sentences.ts';

export interface MaskToWrite {
  /** The image's raw NIfTI header, as `DecodedImage.header` gave it; null where the image is no NIfTI. */
  readonly imageHeader: Uint8Array | null;
  /** Of the image. */
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  /** Label indices on the image's grid, i fastest. */
  readonly labels: Uint8Array;
  /** Value in the file of each label index; an index without one is written as 0. The type is chosen by the largest. */
  readonly values: readonly number[];
}

export interface WrittenMask {
  /** Of the file read back: `identical` where its header and every voxel are what was meant. */
  readonly verdict: 'identical' | 'differs';
  /** Of the file's bytes. */
  readonly sha256: string;
}

/** Bytes handed to the compressor at a time: small enough that a cancel is prompt. */
const chunkBytes = 1 << 20;

/**
 * Writes a mask as NIfTI, gzip where the name ends in `.gz`: to a temporary file beside it, then
 * renamed over it. The same mask gives the same bytes.
 * @throws UserFacingError `disk-full`, `bad-input` where the folder cannot be written to, `cancelled`
 */
export async function writeMask(file: string, mask: MaskToWrite, signal?: AbortSignal): Promise<WrittenMask> {
  const type = maskTypeFor(Math.max(0, ...mask.values));
  const header = maskHeader(mask.imageHeader, mask, type);
  const voxels = encodeMaskVoxels(mask.labels, mask.values, type);
  const sha256 = await writeWhole(file, [header, voxels], file.endsWith('.gz'), signal);
  return { verdict: await isOnDisk(file, header, voxels) ? 'identical' : 'differs', sha256 };
}

async function writeWhole(file: string, parts: readonly Uint8Array[], gzip: boolean, signal?: AbortSignal): Promise<string> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  let handle: FileHandle | null = null;
  try {
    handle = await open(temporary, 'wx');
    const sha256 = await stream(handle, parts, gzip, signal);
    await handle.sync();
    await handle.close();
    handle = null;
    await rename(temporary, file);
    return sha256;
  } catch (error) {
    await handle?.close();
    await rm(temporary, { force: true });
    if (signal?.aborted === true) throw failure('cancelled', writingCancelled, { file });
    throw writeFailure(error, file);
  }
}

async function stream(handle: FileHandle, parts: readonly Uint8Array[], gzip: boolean, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const source = Readable.from(chunksOf(parts), { objectMode: false });
  const bytes: AsyncIterable<Buffer> = gzip ? source.pipe(createGzip({ level: 6 })) : source;
  let first = gzip;
  for await (const chunk of bytes) {
    signal?.throwIfAborted();
    // Byte 9 of a gzip file names the system that packed it; 255 (unknown) makes masks equal everywhere.
    if (first) chunk[9] = 255;
    first = false;
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  return hash.digest('hex');
}

function* chunksOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts) {
    for (let start = 0; start < part.length; start += chunkBytes) yield part.subarray(start, start + chunkBytes);
  }
}

async function isOnDisk(file: string, header: Uint8Array, voxels: Uint8Array): Promise<boolean> {
  const expected = header.length + voxels.length;
  // One byte more than was meant: a file that is too long differs as well.
  const found = await readBytes(file, 0, expected + 1);
  return found.length === expected
    && Buffer.compare(found.subarray(0, header.length), header) === 0
    && Buffer.compare(found.subarray(header.length), voxels) === 0;
}
