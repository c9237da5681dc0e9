import { placeSlices } from '#shared/formats/dicom/dicom.ts';
import { axisStep, spacingMm } from '#shared/geometry/affine.ts';
import type { Affine } from '#shared/geometry/volume-geometry.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import type { DecodedImage } from './decoded-image.ts';
import { checkPixelsAreWhole, type DicomFile, patientIdOf, readDicomHeader, whyNoSlice } from './dicom-header.ts';
import { decodeSlices } from './dicom-pixels.ts';
import {
  dicomDuplicates, dicomNoPixels, dicomNoPlace, dicomNoSpacing, dicomTilted, dicomUneven, dicomUnevenTimes,
} from './dicom-sentences.ts';
import type { ImageSource } from './image-source.ts';
import { modalityOfTag } from './modality.ts';

/** A slice further than this share of a slice distance from its even place is told. */
const tellUnevenness = 0.05;
const tellTiltDegrees = 0.1;

/**
 * A DICOM series as one image, its slices in any order; several slices at each place are time points.
 * Its place comes from the headers, its voxels from the decoder.
 * @throws UserFacingError `unsupported-file` for colours, multi-frame objects, what cannot be decoded
 */
export async function readDicom(source: ImageSource, signal?: AbortSignal): Promise<DecodedImage> {
  const slices: DicomFile[] = [];
  for (const file of source.files) slices.push(await readSlice(file, signal));
  const single = withoutCopies(slices);
  const first = single[0] as DicomFile;
  const { file } = first;
  const placement = placeSlices(single);
  if (placement === null) throw failure('unsupported-file', dicomUnevenTimes, { file });
  const { geometry, trust, timePoints, unevenness } = placement;

  const warnings: Sentence[] = [];
  if (single.length < slices.length) warnings.push(fill(dicomDuplicates, { file, count: slices.length - single.length }));
  if (trust === 'orientation-unknown') warnings.push(fill(dicomNoPlace, { file }));
  if (first.header.pixelSpacingMm === null) warnings.push(fill(dicomNoSpacing, { file }));
  if (unevenness > tellUnevenness) warnings.push(fill(dicomUneven, { file, shift: unevenness.toFixed(2) }));
  const tilt = tiltDegrees(geometry.affine);
  if (tilt > tellTiltDegrees) warnings.push(fill(dicomTilted, { file, degrees: tilt.toFixed(1) }));

  const pixels = await decodeSlices(timePoints.flat(), signal);
  const { voxelType, slope, intercept } = pixels;
  const length = pixels.voxels.length / timePoints.length;
  const volumes = timePoints.map((_, t): ImageVolume => ({
    geometry, trust, voxelType, slope, intercept, voxels: pixels.voxels.subarray(t * length, (t + 1) * length),
  }));
  return {
    format: 'dicom',
    name: source.name,
    files: timePoints.flat().map((slice) => slice.file),
    header: null,
    volumes,
    patient: patientIdOf(first.dicom),
    modality: modalityOfTag(first.dicom.text('Modality')),
    warnings,
    acquisitionAxis: 2,
  };
}

async function readSlice(file: string, signal?: AbortSignal): Promise<DicomFile> {
  const slice = await readDicomHeader(file, signal);
  if (slice === null) throw failure('unsupported-file', dicomNoPixels, { file });
  const reason = whyNoSlice(slice);
  if (reason !== null) throw reason;
  await checkPixelsAreWhole(slice, signal);
  return slice;
}

/** The same object saved twice (an export run again) would look like a second time point. */
function withoutCopies(slices: readonly DicomFile[]): readonly DicomFile[] {
  const seen = new Set<string>();
  return slices.filter(({ dicom }) => {
    const id = dicom.text('SOPInstanceUID');
    const isNew = id === '' || !seen.has(id);
    seen.add(id);
    return isNew;
  });
}

/** The angle between the step from slice to slice and the slices' normal. */
function tiltDegrees(affine: Affine): number {
  const [i, j, k] = [axisStep(affine, 0), axisStep(affine, 1), axisStep(affine, 2)];
  const [si, sj, sk] = spacingMm(affine);
  const normal = [i[1] * j[2] - i[2] * j[1], i[2] * j[0] - i[0] * j[2], i[0] * j[1] - i[1] * j[0]] as const;
  const cosine = Math.abs(normal[0] * k[0] + normal[1] * k[1] + normal[2] * k[2]) / (si * sj * sk);
  return (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
}
