import type { DecodedImage } from './decoded-image.ts';
import type { ImageSource } from './image-source.ts';
import { readDicom } from './read-dicom.ts';
import { readNifti } from './read-nifti.ts';
import type { ReadOptions } from './read-options.ts';
import { readPng } from './read-png.ts';

/** Reads one image in the thread that calls; `readImage` does it in another. */
export async function decodeImage(source: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  switch (source.format) {
    case 'nifti': return readNifti(source, options, signal);
    case 'dicom': return readDicom(source, signal);
    case 'png': return readPng(source, options, signal);
  }
}
