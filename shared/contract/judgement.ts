import { z } from 'zod';
import type { CaseJudgement } from '../learning/evaluation/case-judgement.ts';
import { axisIndex } from './cases.ts';
import { figureSummaries, labelMeasures, unit } from './evaluation.ts';

const count = z.number().int().nonnegative();

/** Of the cases that judged a model, label by label. */
export const judgedTogether = z.object({
  patients: count,
  cases: count,
  /** Of the figures. */
  unit,
  /** In the plan's order. */
  labels: z.array(z.object({ value: z.number(), name: z.string(), figures: figureSummaries })),
});
export type JudgedTogether = z.infer<typeof judgedTogether>;

export const caseJudgement = z.object({
  caseId: z.string(),
  name: z.string(),
  patient: z.string(),
  unit,
  /** Not null: only these slices judged. */
  partly: z.object({ complete: count, slices: count }).nullable(),
  /** By value; a label that is not there is in neither mask. */
  labels: z.record(z.string(), labelMeasures),
  /** Of the image's own grid; null where nothing is wrong. Its picture is at `/judged/{model}/{case}`. */
  worst: z.object({ axis: axisIndex, slice: count, wrong: count }).nullable(),
}) satisfies z.ZodType<CaseJudgement>;

export const judgement = z.object({
  unit,
  /** Of the surface Dice, in that unit. */
  tolerance: z.number(),
  /** Empty for a model that nobody judged, or that was trained before this was kept. */
  cases: z.array(caseJudgement),
});
export type Judgement = z.infer<typeof judgement>;
