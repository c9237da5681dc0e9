/** Masks to disk: in the space of their image, whole or not at all, and read back before anything is said about them. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { encodeMaskVoxels, maskHeader, maskTypeFor } from '#shared/formats/nifti/nifti.ts';
import type { SpaceTrust, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { writeWhole } from '../files/write-whole.ts';
import { readBytes } from './file-bytes.ts';
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
 * Writes a mask as NIfTI, gzip where the name ends in `.gz`, whole or not at all. The same mask gives
 * the same bytes.
 * @throws UserFacingError `disk-full`, `bad-input` where the folder cannot be written to, `cancelled`
 */
export async function writeMask(file: string, mask: MaskToWrite, signal?: AbortSignal): Promise<WrittenMask> {
  const type = maskTypeFor(Math.max(0, ...mask.values));
  const header = maskHeader(mask.imageHeader, mask, type);
  return writeVolume(file, header, encodeMaskVoxels(mask.labels, mask.values, type), signal);
}

/** The same of any voxels behind their header. @throws UserFacingError as `writeMask` */
export async function writeVolume(file: string, header: Uint8Array, voxels: Uint8Array, signal?: AbortSignal): Promise<WrittenMask> {
  try {
    const bytes = await pack([header, voxels], file.endsWith('.gz'), signal);
    await writeWhole(file, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { verdict: await isOnDisk(file, header, voxels) ? 'identical' : 'differs', sha256 };
  } catch (error) {
    if (signal?.aborted === true) throw failure('cancelled', writingCancelled, { file }, error);
    throw error;
  }
}

/** Of scattered labels level 6 takes seven times as long as this and saves 6 %. */
const gzipLevel = 4;

/** The file's bytes, packed chunk by chunk. */
async function pack(parts: readonly Uint8Array[], gzip: boolean, signal?: AbortSignal): Promise<Uint8Array> {
  const source = Readable.from(chunksOf(parts), { objectMode: false });
  const packed: Buffer[] = [];
  const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      packed.push(chunk);
    }
  };
  // Whichever of them fails ends all: a source that is only piped would leave the compressor waiting for ever.
  await (gzip ? pipeline(source, createGzip({ level: gzipLevel }), keep) : pipeline(source, keep));
  const bytes = Buffer.concat(packed);
  // Byte 9 of a gzip file names the system that packed it; 255 (unknown) makes masks equal everywhere.
  if (gzip) bytes[9] = 255;
  return bytes;
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
