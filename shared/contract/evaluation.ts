import { z } from 'zod';
import { locales } from '../text/sentence.ts';
import { call, sentence } from './procedure.ts';

const score = z.number().nullable();
export const labelScores = z.object({ dice: score, jaccard: score, accuracy: score, precision: score, recall: score });

/** Distances in mm and volumes in ml, or both in voxels: `docs/evaluation.md` says what each means. */
export const labelMeasures = labelScores.extend({
  /** Which of the two masks holds the label. */
  found: z.enum(['both', 'missed', 'invented', 'neither']),
  hd: score, hd95: score, assd: score, surfaceDice: score,
  volumePredicted: score, volumeReference: score, volumeError: score,
});
export type LabelMeasures = z.infer<typeof labelMeasures>;

export const unit = z.enum(['mm', 'voxels']);
/** `n`: the cases that have the figure. */
const summary = z.object({ mean: score, sd: score, median: score, n: z.number() });
export type FigureSummary = z.infer<typeof summary>;
const figures = labelMeasures.omit({ found: true }).keyof();
export const figureSummaries = z.record(figures, summary);
const caseAndLabel = z.object({ case: z.string(), label: z.number() });
/** By how much two surfaces may differ and still count as the same, mm or voxels: of all labels, and of single ones by their value. */
const tolerance = z.object({
  every: z.number().nonnegative(),
  labels: z.record(z.string().regex(/^\d+$/), z.number().nonnegative()),
});

export const evaluation = z.object({
  /** Of the summaries. */
  unit,
  tolerance,
  cases: z.array(z.object({
    name: z.string(),
    /** False: there was no file, and it counts as empty. */
    predicted: z.boolean(),
    unit,
    /** Not null: only these slices of the reference are finished, and only on them masks were compared. */
    partly: z.object({ complete: z.number(), slices: z.number() }).nullable(),
    labels: z.record(z.string(), labelMeasures),
  })),
  mean: z.record(z.string(), labelScores.extend({
    /** Cases that the means are over, and cases left out because both masks were empty. */
    n: z.number(), leftOut: z.number(),
  }).partial({ n: true, leftOut: true })),
  /** Of each label each figure over the cases that have it and are measured in `unit`. */
  summary: z.record(z.string(), figureSummaries),
  /** Where only the reference holds a label, and where only the prediction does. */
  missed: z.array(caseAndLabel),
  invented: z.array(caseAndLabel),
  /** References without a prediction. */
  missing: z.array(z.string()),
  /** Predictions without a reference; they count for nothing. */
  unmatched: z.array(z.string()),
  warnings: z.array(sentence),
});
export type Evaluation = z.infer<typeof evaluation>;

export const evaluationOptions = z.object({
  predictions: z.string(),
  references: z.string(),
  /** Without it 1 for every label. */
  tolerance: tolerance.partial().optional(),
  /** The spacing in the files is not true (a placeholder): everything in voxels. */
  inVoxels: z.boolean().default(false),
  /** A folder for the report: HTML, JSON and CSV. Made where it is missing. */
  out: z.string().optional(),
  force: z.boolean().default(false),
  /** The language of the report's HTML. */
  locale: z.enum(locales).default('en'),
});
export type EvaluationOptions = z.infer<typeof evaluationOptions>;

export const montageOptions = z.object({
  /** Folders with files of the same names: scans, predicted masks, reference masks. */
  images: z.string(),
  predictions: z.string(),
  references: z.string(),
  /** The PNG to write. */
  out: z.string(),
});

export const evaluationContract = {
  /** One picture: for each case the slice with most reference, both masks outlined. */
  montage: call.input(montageOptions).output(z.object({ file: z.string(), cases: z.number() })),
  /** Compares two folders (or two files) of masks by name; needs no project. */
  run: call.input(evaluationOptions).output(evaluation),
};
