/**
 * What every reader of image files gives: voxels, where they lie, whose they are, and what a person
 * should be told. Readers know no database and decide nothing that the person should decide.
 */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { ImageVolume, Modality } from '#shared/voxels/image-volume.ts';
import type { Sentence } from '#shared/text/sentence.ts';

export const imageFormats = ['nifti', 'dicom', 'png'] as const;
export type ImageFormat = (typeof imageFormats)[number];

export interface DecodedImage {
  readonly format: ImageFormat;
  /** Base name without extension: the proposal for the case's name. */
  readonly name: string;
  /** Absolute paths of all files read. */
  readonly files: readonly string[];
  /**
   * The header as it was, from which a mask is written in the same space: the NIfTI header's raw bytes
   * (348 or 540, in the file's own byte order; no extensions). Null for the other formats.
   */
  readonly header: Uint8Array | null;
  /** One volume for each time point, in order; all on the same grid. */
  readonly volumes: readonly ImageVolume[];
  /** From DICOM's PatientID; null elsewhere. */
  readonly patient: string | null;
  readonly modality: { readonly guess: Modality; readonly reason: Sentence };
  readonly warnings: readonly Sentence[];
  /** The axis that slices were acquired along, where the file says so; for `chooseSliceAxis`. */
  readonly acquisitionAxis?: AxisIndex | null;
}
