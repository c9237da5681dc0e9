import { describeHeader, recogniseHeader, type RawHeader } from '#shared/formats/nifti/nifti.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import { orientationCode } from '#shared/geometry/orientation.ts';
import type { Affine, SpaceTrust, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { ImageVolume, Modality } from '#shared/voxels/image-volume.ts';
import type { VoxelType } from '#shared/voxels/voxel-type.ts';
import type { DecodedImage, ImageFormat } from './decoded-image.ts';
import { readDicomHeader } from './dicom-header.ts';
import { readBytes } from './file-bytes.ts';
import { findOneImage } from './find-images.ts';
import { valueRange } from './modality.ts';
import { bidsSubject } from './patient.ts';
import { readImage } from './read-image.ts';
import type { ReadOptions } from './read-options.ts';

/** All that can be told of one image; a value of the contract's `inspection`. */
export interface ImageInspection {
  readonly file: string;
  readonly format: ImageFormat;
  readonly size: Vec3;
  readonly timePoints: number;
  readonly spacingMm: Vec3;
  /** `???` where unknown. */
  readonly orientation: string;
  readonly affine: Affine;
  readonly trust: SpaceTrust;
  readonly voxelType: VoxelType;
  readonly slope: number;
  readonly intercept: number;
  readonly range: { readonly minimum: number; readonly maximum: number };
  readonly modality: { readonly guess: Modality; readonly reason: Sentence };
  readonly patient: string | null;
  readonly header: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Sentence[];
}

/**
 * Reads the image at a path, a file or the folder of one DICOM series, and tells what it is.
 * @throws UserFacingError where there is no image, or several, or it is refused
 */
export async function inspectImage(path: string, options: ReadOptions = {}, signal?: AbortSignal): Promise<ImageInspection> {
  const image = await readImage(await findOneImage(path, signal), options, signal);
  const volume = image.volumes[0] as ImageVolume;
  const { geometry, trust, voxelType, slope, intercept } = volume;
  const ranges = image.volumes.map(valueRange);
  const [file] = image.files as [string];
  return {
    file,
    format: image.format,
    size: geometry.size,
    timePoints: image.volumes.length,
    spacingMm: spacingMm(geometry.affine),
    orientation: trust === 'known' || (trust === 'spacing-unknown' && image.format !== 'png') ? orientationCode(geometry.affine) : '???',
    affine: geometry.affine,
    trust,
    voxelType,
    slope,
    intercept,
    range: {
      minimum: Math.min(...ranges.map(({ minimum }) => minimum)),
      maximum: Math.max(...ranges.map(({ maximum }) => maximum)),
    },
    modality: image.modality,
    patient: image.patient ?? bidsSubject(file),
    header: await headerRecord(image, file),
    warnings: image.warnings,
  };
}

async function headerRecord(image: DecodedImage, file: string): Promise<Readonly<Record<string, unknown>>> {
  switch (image.format) {
    case 'nifti':
      return describeHeader(recogniseHeader(image.header as Uint8Array) as RawHeader);
    case 'dicom':
      return (await readDicomHeader(file))?.dicom.describe() ?? {};
    case 'png': {
      // IHDR always comes first: width, height, bit depth, colour type, …, interlace (PNG specification, 11.2.1).
      const bytes = await readBytes(file, 0, 33);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return {
        width: view.getUint32(16), height: view.getUint32(20), bitDepth: view.getUint8(24),
        colourType: view.getUint8(25), interlace: view.getUint8(28),
      };
    }
  }
}
