import { z } from 'zod';
import { caseId, editId, imageId, labelmapId } from './ids.ts';
import { call, sentence } from './procedure.ts';
import { startedJob } from './jobs.ts';

export const modality = z.enum(['mr', 'ct', 'other']);
const vec3 = z.tuple([z.number(), z.number(), z.number()]);
export const axisIndex = z.union([z.literal(0), z.literal(1), z.literal(2)]);

export const imageInfo = z.object({
  id: imageId,
  name: z.string(),
  role: z.string(),
  timePoint: z.number().int(),
  format: z.enum(['nifti', 'dicom', 'png']),
  modality,
  size: vec3,
  /** Row-major 3×4: LPS mm = A · (i, j, k, 1). */
  affine: z.array(z.number()).length(12),
  trust: z.enum(['known', 'orientation-unknown', 'spacing-unknown']),
  voxelType: z.enum(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64']),
  slope: z.number(),
  intercept: z.number(),
});

export const caseInfo = z.object({
  id: caseId,
  name: z.string(),
  patient: z.string(),
  sliceAxis: axisIndex,
  slices: z.number().int(),
  /** Those that were reviewed among them. */
  completeSlices: z.number().int(),
  /** How many of its slices are in each state, by the labels that count: an edit brings any of them back to `inProgress`. */
  sliceStates: z.object({
    notStarted: z.number().int(), inProgress: z.number().int(), complete: z.number().int(), reviewed: z.number().int(), returned: z.number().int(),
  }),
  /** First line of the case's note; empty where there is none. */
  note: z.string(),
  createdAt: z.string(),
  /** When somebody last drew or marked; null where nobody has. */
  changedAt: z.string().nullable(),
  images: z.array(imageInfo),
  labelmaps: z.array(z.object({
    id: labelmapId,
    imageId,
    owner: z.union([
      /** `blind`: a second reading. */
      z.object({ kind: z.literal('reading'), annotator: z.string(), blind: z.boolean() }),
      /** What readers of the case came to together: nobody's own. */
      z.object({ kind: z.literal('consensus') }),
      /** `edit`: what wrote the newest prediction; none where nothing was ever predicted. */
      z.object({ kind: z.literal('model'), modelId: z.string(), edit: editId.optional() }),
    ]),
  })),
});
export type CaseInfo = z.infer<typeof caseInfo>;

const roles = z.array(z.string().trim().toLowerCase().min(1).max(64)).min(2).max(9)
  .refine((words) => new Set(words).size === words.length, 'each of them once');

export const importOptions = z.object({
  /** Files and folders on the host's machine, absolute; or grants (see `files.ts`). */
  paths: z.array(z.string()).min(1),
  /**
   * What the images of one case are called, e.g. `flair`, `t1`: images whose names differ by these words alone become one
   * case, the first of them the one that labels lie on. Without it every image is a case of its own.
   */
  roles: roles.optional(),
  /** A folder of label volumes (or PNG masks) paired with the images by name; absolute. */
  labels: z.string().optional(),
  /** Only slices that hold a label become complete; without it every slice of a label volume does. */
  onlyLabelledSlices: z.boolean().default(false),
  /** Resample labels that lie on another lattice; without it they are refused. */
  resample: z.enum(['nearest']).optional(),
  /** A regular expression with one group, matched on the file's name; the group is the patient. */
  patientPattern: z.string().optional(),
  /** A CSV table `name,patient`; absolute path. */
  patientTable: z.string().optional(),
  modality: modality.optional(),
  /** States the orientation of images whose header does not: three letters, e.g. `RAS`, the directions that i, j, k grow to. */
  orientation: z.string().regex(/^[RLAPSI]{3}$/).optional(),
  /** The spacing in the files is a placeholder: nothing of these images is told in mm. */
  spacingUnknown: z.boolean().optional(),
  annotator: z.string().min(1).optional(),
});
export type ImportOptions = z.infer<typeof importOptions>;

export const importReport = z.object({
  imported: z.array(z.object({
    caseId, name: z.string(), patient: z.string(), modality, slices: z.number(), completeSlices: z.number(),
    warnings: z.array(sentence),
  })),
  refused: z.array(z.object({ file: z.string(), reason: sentence })),
  /** Already in the project, with the same content. */
  present: z.array(z.string()),
  warnings: z.array(sentence),
});
export type ImportReport = z.infer<typeof importReport>;

export const inspection = z.object({
  file: z.string(),
  format: z.string(),
  size: vec3,
  timePoints: z.number(),
  spacingMm: vec3,
  /** The directions that i, j, k grow to, e.g. `RAS`; `???` where unknown. */
  orientation: z.string(),
  affine: z.array(z.number()).length(12),
  trust: z.enum(['known', 'orientation-unknown', 'spacing-unknown']),
  voxelType: z.string(),
  slope: z.number(),
  intercept: z.number(),
  /** Of the real values of all time points. */
  range: z.object({ minimum: z.number(), maximum: z.number() }),
  modality: z.object({ guess: modality, reason: sentence }),
  patient: z.string().nullable(),
  /** The raw header by the names of its format's standard; of a DICOM series, the first slice's. */
  header: z.record(z.string(), z.unknown()),
  warnings: z.array(sentence),
});
export type Inspection = z.infer<typeof inspection>;

export const casesContract = {
  list: call.output(z.array(caseInfo)),
  get: call.input(z.object({ id: caseId })).output(caseInfo),
  /** The whole note of a case, and every text that it had, oldest first. */
  note: call.input(z.object({ id: caseId })).output(z.object({
    text: z.string(), history: z.array(z.object({ text: z.string(), annotator: z.string(), at: z.string() })),
  })),
  /** An empty text takes the note away; its history stays. */
  writeNote: call.input(z.object({ id: caseId, text: z.string().max(100_000) })).output(caseInfo),
  /** Until the first slice of the case was marked; `conflict` from then on. */
  changeSliceAxis: call.input(z.object({ id: caseId, sliceAxis: axisIndex })).output(caseInfo),
  /** Job; its result is an `importReport`. */
  import: call.input(importOptions).output(startedJob),
  /** Takes the case and all that was drawn on it out of the project; the history keeps what happened. */
  remove: call.input(z.object({ id: caseId })).output(z.object({})),
  /** Reads one file or DICOM folder and imports nothing; needs no project. */
  inspect: call.input(z.object({ path: z.string() })).output(inspection),
};
