/** What a file holds and where it lies; nothing is imported. */
import type { Inspection } from '#shared/contract/cases.ts';
import { spacingMm } from '#shared/geometry/affine.ts';
import { orientationCode } from '#shared/geometry/orientation.ts';
import { headerRecord } from '../import/image-header.ts';
import { valueRange } from '../import/modality.ts';
import { readImage } from '../import/read-image.ts';
import { onlySource } from './only-source.ts';
import { patientOf } from './patient-of.ts';

/** @throws UserFacingError what the readers refuse; `bad-input` for a folder with several images */
export async function inspectFile(path: string, signal?: AbortSignal): Promise<Inspection> {
  const source = await onlySource(path, signal);
  const image = await readImage(source, {}, signal);
  const volume = image.volumes[0]!;
  const { geometry, trust } = volume;
  const ranges = image.volumes.map(valueRange);
  const { patient } = patientOf(image, { pattern: null, table: new Map() });
  return {
    file: path,
    format: image.format,
    size: [...geometry.size],
    timePoints: image.volumes.length,
    spacingMm: [...spacingMm(geometry.affine)],
    // A picture's rows and columns lie along axes of the world by agreement alone.
    orientation: trust === 'orientation-unknown' || image.format === 'png' ? '???' : orientationCode(geometry.affine),
    affine: [...geometry.affine],
    trust,
    voxelType: volume.voxelType,
    slope: volume.slope,
    intercept: volume.intercept,
    range: {
      minimum: Math.min(...ranges.map(({ minimum }) => minimum)),
      maximum: Math.max(...ranges.map(({ maximum }) => maximum)),
    },
    modality: image.modality,
    patient: patient === image.name ? null : patient,
    header: await headerRecord(image),
    warnings: [...image.warnings],
  };
}
