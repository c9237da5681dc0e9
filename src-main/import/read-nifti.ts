import { decodeVoxels, longestHeaderBytes, type NiftiHeader, parseHeader, placeVolume } from '#shared/formats/nifti/nifti.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import type { DecodedImage } from './decoded-image.ts';
import { readBytes } from './file-bytes.ts';
import { nameWithoutEnding } from './file-names.ts';
import type { ImageSource } from './image-source.ts';
import { partnerMissing } from './import-sentences.ts';
import { guessModality } from './modality.ts';
import type { ReadOptions } from './read-options.ts';

/** The header of a `.nii` or `.hdr` file, packed or not; no voxel is read. */
export async function readNiftiHeader(file: string, signal?: AbortSignal): Promise<NiftiHeader> {
  return parseHeader(await readBytes(file, 0, longestHeaderBytes, signal), file);
}

/** A NIfTI image: one volume a time point. */
export async function readNifti({ name, files }: ImageSource, options: ReadOptions, signal?: AbortSignal): Promise<DecodedImage> {
  const [headerFile, partner] = files as readonly [string, string?];
  const header = await readNiftiHeader(headerFile, signal);
  const voxelFile = header.storage === 'single' ? headerFile : partner;
  if (voxelFile === undefined) {
    throw failure('not-found', partnerMissing, { file: headerFile, partner: `${nameWithoutEnding(headerFile)}.img` });
  }
  const { geometry, trust, warnings } = placeVolume(header, headerFile, options);
  const bytes = await readBytes(voxelFile, header.voxelOffset, header.voxelBytes, signal);
  const decoded = decodeVoxels(header, bytes, voxelFile);
  const volumes = decoded.timePoints.map((voxels): ImageVolume => ({
    geometry, trust, voxels, voxelType: decoded.voxelType, slope: header.slope, intercept: header.intercept,
  }));
  return {
    format: 'nifti',
    name,
    files: header.storage === 'single' ? [headerFile] : [headerFile, voxelFile],
    header: header.raw.bytes,
    volumes,
    patient: null,
    modality: guessModality(name, volumes[0] as ImageVolume),
    warnings: [...header.warnings, ...warnings, ...decoded.warnings],
    acquisitionAxis: header.acquisitionAxis,
  };
}
