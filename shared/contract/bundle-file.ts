/** What stands in a bundle: its manifest, and the lines of the logs that it holds. */
import { z } from 'zod';
import { axisIndex, imageInfo } from './cases.ts';
import { labelEntry } from './labels.ts';
import { areaStatistics, measurementContent } from './measurements.ts';
import { newPin, pinState } from './reviews.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();
const time = z.iso.datetime();
const words = z.string().max(10_000);
/** Shown and written in one line. */
const line = words.regex(/^\P{Cc}*$/u);

export const bundleFormat = 'lamina-bundle';
/** 2: with notes and measurements. */
export const bundleVersion = 2;
export const manifestName = 'manifest.json';
export const logName = (labelmapId: string): string => `logs/${labelmapId}.ndjson.gz`;
export const workName = (caseId: string): string => `cases/${caseId}.ndjson.gz`;
export const voxelsName = (hash: string): string => `voxels/${hash}.gz`;

const bundleLabel = z.strictObject({
  ...labelEntry.pick({ index: true, value: true, colour: true }).shape, name: words.min(1), code: words.nullable(), removed: z.boolean(),
});
export type BundleLabel = z.infer<typeof bundleLabel>;

const side = z.number().int().min(1).max(65_535);

const bundleImage = z.strictObject({
  ...imageInfo.pick({ format: true, modality: true, trust: true, voxelType: true, slope: true, intercept: true, affine: true }).shape,
  timePoint: count,
  name: line,
  role: line,
  sourceFiles: z.array(words),
  sourceHash: words,
  /** sha256 of its voxels; they may lie in the bundle. */
  blob: sha256,
  /** base64 */
  header: z.string().nullable(),
  size: z.tuple([side, side, side]),
});
export type BundleImage = z.infer<typeof bundleImage>;

const bundlePerson = z.strictObject({ id: z.uuid(), name: words });

const bundleLabels = z.strictObject({ id: z.uuid(), readingId: z.uuid(), person: bundlePerson });
const bundleCase = z.strictObject({
  id: z.uuid(), name: line, patient: line, sliceAxis: axisIndex, images: z.array(bundleImage).min(1), labels: z.array(bundleLabels),
});
export type BundleCase = z.infer<typeof bundleCase>;

export const bundleManifest = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.union([z.literal(1), z.literal(bundleVersion)]),
  program: z.string(),
  at: time,
  by: words,
  project: z.strictObject({ id: z.uuid(), name: words }),
  /** The newest event of the log that it was made from, before the making itself was written there. */
  logHead: z.strictObject({ hash: sha256, event: count, origin: z.string(), at: z.string() }).nullable(),
  labels: z.array(bundleLabel).max(255),
  cases: z.array(bundleCase).min(1).max(100_000),
  /** Every other entry: the hash and the size of what is in it once it is unpacked. */
  files: z.array(z.strictObject({ name: z.string(), sha256, bytes: count })),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

export const bundleLine = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('edit'), id: z.uuid(), annotator: words, tool: z.string().max(100), reverts: z.uuid().nullable(), restores: z.uuid().nullable(), madeAt: time,
    /** The model that it was painted from, of the project where that was. */
    helped: z.strictObject({ model: z.uuid(), name: words, prediction: z.uuid().nullable() }).optional(),
    /** k, number of the tile, and its runs in base64. */
    tiles: z.array(z.tuple([count, count, z.string()])),
  }),
  z.strictObject({
    kind: z.literal('review'), annotator: words, state: z.enum(['complete', 'incomplete', 'reviewed', 'returned']), slices: z.array(count), comment: words.nullable(), at: time,
  }),
  z.strictObject({
    kind: z.literal('pin'), id: z.uuid(), annotator: words, voxel: z.tuple([count, count, count]), labelIndex: count.max(255).nullable(),
    severity: newPin.shape.severity, state: pinState, text: words, at: time,
  }),
  z.strictObject({ kind: z.literal('took'), edit: z.uuid() }),
]);
export type BundleLine = z.infer<typeof bundleLine>;

/** What people left on a case beside labels, oldest first: each line is the whole note, or a whole measurement, as it was from then on. */
export const bundleWork = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note'), annotator: words, text: z.string().max(100_000), at: time }),
  z.strictObject({
    kind: z.literal('measurement'), id: z.uuid(), annotator: words, at: time, removed: z.boolean(),
    /** Place of the image among those of the case. */
    image: count,
    shape: measurementContent.omit({ imageId: true }).extend({ statistics: areaStatistics.nullable() }).strict(),
  }),
]);
export type BundleWork = z.infer<typeof bundleWork>;
