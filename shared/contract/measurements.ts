/** What people measure on the images of a case, kept with the project. Positions are patient LPS mm. */
import { z } from 'zod';
import { hasRightPoints, measurementKinds } from '../measurements/measure.ts';
import { caseId, imageId, labelmapId } from './ids.ts';
import { call } from './procedure.ts';

const position = z.tuple([z.number(), z.number(), z.number()]);
export const measurementId = z.uuid().brand<'MeasurementId'>();
export type MeasurementId = z.infer<typeof measurementId>;

export const areaStatistics = z.object({
  mean: z.number(), standardDeviation: z.number(), lowest: z.number(), highest: z.number(), median: z.number(), samples: z.number().int(),
});

export const measurementContent = z.object({
  /** That it was drawn on: its voxels are what an area is told of. */
  imageId,
  kind: z.enum(measurementKinds),
  /** See `shared/measurements/measure.ts` for what they are of each kind. */
  points: z.array(position).min(1).max(10_000),
  /** That it was drawn on, its normal of length 1; null for what was drawn in space. */
  plane: z.object({ point: position, normal: position }).nullable(),
  text: z.string().max(10_000),
  labelIndex: z.number().int().min(1).max(255).nullable(),
  colour: z.string().regex(/^#[0-9a-f]{6}$/).nullable(),
});
const optional = { text: measurementContent.shape.text.default(''), labelIndex: measurementContent.shape.labelIndex.default(null), colour: measurementContent.shape.colour.default(null) };

export const measurement = measurementContent.extend({
  id: measurementId,
  caseId,
  /** Of a distance, an angle, an area; in voxels where the image does not say how it lies. */
  value: z.number().nullable(),
  unit: z.enum(['mm', 'mm2', 'mm3', 'voxels', 'voxels2', 'voxels3', 'degrees']).nullable(),
  /** Of the image within an area, in real values; null where it holds no voxel. */
  statistics: areaStatistics.nullable(),
  removed: z.boolean(),
  author: z.string(),
  madeAt: z.string(),
  changedBy: z.string(),
  changedAt: z.string(),
});
export type Measurement = z.infer<typeof measurement>;

/** Size of one label of a labelmap, and the image within it. */
export const labelMeasure = z.object({
  index: z.number().int(),
  value: z.number().int(),
  name: z.string(),
  voxels: z.number().int(),
  volume: z.number(),
  unit: z.enum(['mm3', 'voxels3']),
  statistics: areaStatistics.nullable(),
});
export type LabelMeasure = z.infer<typeof labelMeasure>;

export const measurementsContract = {
  list: call.input(z.object({ caseId })).output(z.array(measurement)),
  /** `id` made by the client, so that a lost answer can be asked for again. */
  add: call
    .input(measurementContent.extend({ ...optional, caseId, id: measurementId.optional() }).refine(hasRightPoints, 'as many points as its kind has'))
    .output(measurement),
  /** Only what is given changes; one that was removed comes back. */
  change: call.input(measurementContent.partial().extend({ id: measurementId })).output(measurement),
  remove: call.input(z.object({ id: measurementId })).output(z.object({})),
  /** Every state that it had, oldest first. */
  history: call.input(z.object({ id: measurementId })).output(z.array(measurement)),
  /** The size of every label of a labelmap, and its mean on the image that it lies on. */
  ofLabels: call.input(z.object({ labelmapId })).output(z.array(labelMeasure)),
  /** All of the project, or of some cases, as CSV. `labels`: with the sizes of the person's labels. */
  table: call
    .input(z.object({ cases: z.array(caseId).optional(), labels: z.boolean().default(false) }))
    .output(z.object({ name: z.string(), text: z.string(), measurements: z.number().int(), labels: z.number().int() })),
};
