/** Writes the seeded example, scans and their labels, as the NIfTI files that a person would import. */
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { drawPhantom, type PhantomPreset } from '#shared/example/phantom.ts';
import { writeNumbers } from '#shared/formats/nifti/fields.ts';
import { maskHeader, maskTypeFor, recogniseHeader } from '#shared/formats/nifti/nifti.ts';
import type { VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { writeWhole } from '../files/write-whole.ts';
import { breathe, type LongWork } from './long-work.ts';

export interface ExampleOptions {
  /** Absolute folder; made where it is missing. */
  readonly out: string;
  readonly preset: PhantomPreset;
  readonly cases: number;
  readonly seed: number;
}

/** The folders `images` and `labels` hold files of the same names; the patient is the name's `sub-…`. */
export interface WrittenExample {
  readonly images: string;
  readonly labels: string;
  readonly cases: number;
}

/**
 * The same options give the same bytes; files of these names are replaced.
 * @throws UserFacingError `cancelled`, `disk-full`, or `bad-input` where nothing may be written
 */
export async function writeExample(options: ExampleOptions, work: LongWork): Promise<WrittenExample> {
  const images = join(options.out, 'images');
  const labels = join(options.out, 'labels');
  for (let number = 0; number < options.cases; number += 1) {
    await breathe(work);
    const phantom = drawPhantom(options.preset, options.seed, number);
    const file = `${phantom.name}.nii.gz`;
    await writeVolume(join(images, file), scanHeader(phantom.geometry), phantom.image);
    await writeVolume(join(labels, file), labelHeader(phantom.geometry), phantom.labels);
    work.progress({ phase: 'writing', done: number + 1, total: options.cases });
  }
  return { images, labels, cases: options.cases };
}

function labelHeader(geometry: VolumeGeometry): Uint8Array {
  return maskHeader(null, { geometry, trust: 'known' }, maskTypeFor(0xff));
}

/** A scan is placed as a mask is, but its numbers are no labels. */
function scanHeader(geometry: VolumeGeometry): Uint8Array {
  const bytes = maskHeader(null, { geometry, trust: 'known' }, maskTypeFor(0x7fff));
  const header = recogniseHeader(bytes);
  if (header !== null) {
    writeNumbers(header, 'intent_code', [0]);
    bytes.set(header.bytes);
  }
  return bytes;
}

const compress = promisify(gzip);

async function writeVolume(file: string, header: Uint8Array, voxels: Int16Array | Uint8Array): Promise<void> {
  const stored = new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength);
  await writeWhole(file, await compress(Buffer.concat([header, stored])));
}
