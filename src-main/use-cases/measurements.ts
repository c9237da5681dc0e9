/** What people measure on a case: kept with what the image holds there, told with what it comes to. */
import type { LabelMeasure, Measurement } from '#shared/contract/measurements.ts';
import { spacingMm, voxelVolumeMm3 } from '#shared/geometry/affine.ts';
import { hasRightPoints, isInMm, measure } from '#shared/measurements/measure.ts';
import { inRealValues, labelStatistics } from '#shared/regions/statistics.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { MeasurementContent, MeasurementRecord } from '../store/case-work.ts';
import type { ImageRecord, ProjectStore } from '../store/project-store.ts';
import { breathe, type LongWork } from './long-work.ts';
import { measureArea } from './measure-area.ts';
import { measurementSentences } from './measurement-sentences.ts';
import { readStored } from './read-slice.ts';

/** What a person says of a measurement; the rest is computed. */
export type SaidOfMeasurement = Omit<MeasurementContent, 'statistics'>;

/** @throws UserFacingError `not-found`, `bad-input`, `conflict` as the store */
export async function addMeasurement(store: ProjectStore, caseId: string, said: SaidOfMeasurement, annotator: string, id?: string): Promise<Measurement> {
  const content = await withStatistics(store, caseId, said);
  return describeMeasurement(store, store.measurements.add(caseId, content, annotator, id));
}

/** Only what is given changes. @throws UserFacingError as `addMeasurement` */
export async function changeMeasurement(store: ProjectStore, id: string, change: Partial<SaidOfMeasurement>, annotator: string): Promise<Measurement> {
  const { caseId, imageId, kind, points, plane, text, labelIndex, colour } = store.measurements.get(id);
  const said = { imageId, kind, points, plane, text, labelIndex, colour, ...change };
  return describeMeasurement(store, store.measurements.change(id, await withStatistics(store, caseId, said), annotator));
}

async function withStatistics(store: ProjectStore, caseId: string, said: SaidOfMeasurement): Promise<MeasurementContent> {
  if (!hasRightPoints(said)) throw failure('bad-input', measurementSentences.wrongPoints, { count: said.points.length });
  const image = imageOf(store, caseId, said.imageId);
  // The store says what is wrong with an image that is not the case's.
  return { ...said, statistics: image === undefined ? null : await measureArea(store, image, said) };
}

export function describeMeasurement(store: ProjectStore, record: MeasurementRecord): Measurement {
  const { geometry, trust } = imageOf(store, record.caseId, record.imageId)!;
  const found = measure(record, { affine: geometry.affine, trust });
  return { ...record, value: found?.value ?? null, unit: found?.unit ?? null } as unknown as Measurement;
}

/** @param reader of a case that they are reading blind they are told of their own alone */
export function measurementsOf(store: ProjectStore, caseId: string, reader: string): readonly Measurement[] {
  const blind = store.secondReadings.blindCases(reader).has(caseId);
  return store.measurements.ofCase(store.cases.get(caseId).id).filter(({ author }) => !blind || author === reader)
    .map((record) => describeMeasurement(store, record));
}

function imageOf(store: ProjectStore, caseId: string, imageId: string): ImageRecord | undefined {
  return store.cases.get(caseId).images.find(({ image }) => image.id === imageId)?.image;
}

/** The size of every label of a labelmap that has a voxel, in the person's order, and its values on the labelmap's own image. */
export async function measureLabels(store: ProjectStore, labelmapId: string, work: Pick<LongWork, 'signal'>): Promise<readonly LabelMeasure[]> {
  const { caseId, imageId } = store.labelmaps.get(labelmapId);
  const image = imageOf(store, caseId, imageId)!;
  const { geometry: { size, affine }, trust, slope, intercept } = image;
  const steps = labelStatistics(store.labelmaps.voxels(labelmapId), await readStored(store, image, 0, size[2]), { size, spacingMm: spacingMm(affine) });
  let step = steps.next();
  while (step.done !== true) {
    await breathe(work);
    step = steps.next();
  }
  const measured = step.value;
  // Not the product of the spacings: a gantry that is tilted makes a voxel's volume smaller.
  const [voxel, unit] = isInMm({ trust }) ? [Math.abs(voxelVolumeMm3(affine)), 'mm3' as const] : [1, 'voxels3' as const];
  return store.labels.listed().flatMap(({ index, value, name }) => {
    const found = measured.get(index);
    if (found === undefined) return [];
    const { voxels, values } = found;
    const statistics = values === null ? null : { ...inRealValues(values, slope, intercept), samples: voxels };
    return [{ index, value, name, voxels, volume: voxels * voxel, unit, statistics }];
  });
}
