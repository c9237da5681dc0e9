import type { DecodedImage } from './decoded-image.ts';
import type { ImageSource } from './image-source.ts';
import { readNifti } from './read-nifti.ts';
import type { ReadOptions } from './read-options.ts';

/** Reads one image in the thread that calls; `readImage` does it in another. */
export async function decodeImage(source: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  switch (source.format) {
    case 'nifti': return readNifti(source.files, options, signal);
    case 'dicom': throw new Error('not yet');
    case 'png': throw new Error('not yet');
  }
}
