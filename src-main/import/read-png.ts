import { decode, type DecodedPng } from 'fast-png';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { voxelTypeOf } from '#shared/voxels/voxel-type.ts';
import type { DecodedImage } from './decoded-image.ts';
import { readBytes } from './file-bytes.ts';
import type { ImageSource } from './image-source.ts';
import { modalityOfPicture } from './modality.ts';
import { pngColour, pngColourMask, pngDamaged, pngTransparent } from './png-sentences.ts';
import { grayValues, labelValues, type PngPixels } from './png-values.ts';
import type { ReadOptions } from './read-options.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Deflate packs no more than this many bytes into one. */
const largestRatio = 1032;

export function hasPngSignature(bytes: Uint8Array): boolean {
  return signature.every((byte, n) => bytes[n] === byte);
}

/**
 * A gray PNG as a volume of one slice: i along a row, j down the rows. A picture tells neither spacing
 * nor orientation: 1 mm, and rows and columns along the world's axes, as ITK has it.
 * @throws UserFacingError `corrupt`, or `unsupported-file` for colours and transparency
 */
export async function readPng({ name, files }: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  const [file] = files as [string];
  const png = decodePng(await readBytes(file, 0, Infinity, signal), file);
  const values = options.role === 'labels' ? labelValues(png) : grayValues(png);
  if (values === 'transparent') throw failure('unsupported-file', pngTransparent, { file });
  if (values === 'colour') throw failure('unsupported-file', options.role === 'labels' ? pngColourMask : pngColour, { file });
  const volume: ImageVolume = {
    geometry: { size: [png.width, png.height, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] },
    trust: 'spacing-unknown',
    voxelType: voxelTypeOf(values),
    voxels: values,
    slope: 1,
    intercept: 0,
  };
  return {
    format: 'png', name, files: [file], header: null, volumes: [volume], patient: null,
    modality: modalityOfPicture(), warnings: [], acquisitionAxis: 2,
  };
}

function decodePng(bytes: Uint8Array, file: string): PngPixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!hasPngSignature(bytes) || bytes.length < 33) throw failure('corrupt', pngDamaged, { file });
  // Width and height are believed only as far as the file could hold such a picture.
  const pixels = view.getUint32(16) * view.getUint32(20);
  if (pixels === 0 || pixels / 8 > bytes.length * largestRatio) throw failure('corrupt', pngDamaged, { file });
  try {
    const png: DecodedPng = decode(bytes, { checkCrc: true });
    const { width, height, data, depth, channels } = png;
    return { width, height, data, depth, channels, ...(png.palette === undefined ? {} : { palette: png.palette }) };
  } catch (error) {
    throw failure('corrupt', pngDamaged, { file }, error);
  }
}
