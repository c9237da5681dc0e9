import type { ImageFormat } from './decoded-image.ts';

/** Files that make up one image, found but not yet read. */
export interface ImageSource {
  readonly format: ImageFormat;
  /** Base name without ending; of a DICOM series its folder's, with folders above where several share it. */
  readonly name: string;
  /** Absolute paths. NIfTI: the header's file, and the voxels' where they are apart. DICOM: the series' files, in name order. */
  readonly files: readonly string[];
}
