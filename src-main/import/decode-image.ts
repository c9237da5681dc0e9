import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import type { DecodedImage } from './decoded-image.ts';
import type { ImageSource } from './image-source.ts';
import { readDicom } from './read-dicom.ts';
import { readNifti } from './read-nifti.ts';
import type { ReadOptions } from './read-options.ts';
import { readPng } from './read-png.ts';

/** Reads one image in the thread that calls; `readImage` does it in another. */
export async function decodeImage(source: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  const image = await decodeFormat(source, options, signal);
  return options.spacingUnknown === true ? { ...image, volumes: image.volumes.map(withoutSpacing) } : image;
}

/** An orientation that is not known either stays so, until it is stated: left and right matter more. */
function withoutSpacing(volume: ImageVolume): ImageVolume {
  return volume.trust === 'known' ? { ...volume, trust: 'spacing-unknown' } : volume;
}

async function decodeFormat(source: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  switch (source.format) {
    case 'nifti': return readNifti(source, options, signal);
    case 'dicom': return readDicom(source, signal);
    case 'png': return readPng(source, options, signal);
  }
}
