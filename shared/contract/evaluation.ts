import { z } from 'zod';
import { call, sentence } from './procedure.ts';

const score = z.number().nullable();
export const labelScores = z.object({ dice: score, jaccard: score, accuracy: score, precision: score, recall: score });

export const evaluation = z.object({
  cases: z.array(z.object({
    name: z.string(),
    /** False: there was no file, and it counts as empty. */
    predicted: z.boolean(),
    labels: z.record(z.string(), labelScores),
  })),
  mean: z.record(z.string(), labelScores.extend({
    /** Cases that the means are over, and cases left out because both masks were empty. */
    n: z.number(), leftOut: z.number(),
  }).partial({ n: true, leftOut: true })),
  missing: z.array(z.string()),
  /** Predictions without a reference; they count for nothing. */
  unmatched: z.array(z.string()),
  warnings: z.array(sentence),
});
export type Evaluation = z.infer<typeof evaluation>;

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
  run: call.input(z.object({ predictions: z.string(), references: z.string() })).output(evaluation),
};
