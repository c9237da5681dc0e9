import { z } from 'zod';
import { modelId } from './ids.ts';
import { startedJob } from './jobs.ts';
import { call, sentence } from './procedure.ts';

export const exportOptions = z.object({
  /** Absolute folder; made where it is missing. */
  out: z.string(),
  cases: z.array(z.uuid()).optional(),
  /** What incomplete slices become; without it incomplete cases are refused. */
  incomplete: z.union([z.literal('background'), z.object({ ignore: z.number().int().min(1).max(2 ** 31 - 1) })]).optional(),
  /** A model's labelmaps instead of the person's. */
  model: modelId.optional(),
  annotator: z.string().optional(),
  force: z.boolean().default(false),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const exportReport = z.object({
  /** Every file was read back and compared with what was meant. */
  written: z.array(z.object({
    case: z.string(), mask: z.string(), sidecar: z.string(), verdict: z.enum(['identical', 'differs']), sha256: z.string(),
  })),
  refused: z.array(z.object({ case: z.string(), reason: sentence })),
});
export type ExportReport = z.infer<typeof exportReport>;

/** The JSON that lies beside each exported mask. */
export const exportSidecar = z.object({
  program: z.string(),
  version: z.string(),
  case: z.string(),
  author: z.string(),
  labels: z.array(z.object({ value: z.number(), name: z.string(), colour: z.string(), code: z.string().nullable() })),
  sliceAxis: z.number(),
  slices: z.number(),
  completeSlices: z.array(z.number()),
  incompleteSlicesAre: z.union([z.literal('absent'), z.literal('background'), z.object({ ignore: z.number() })]),
  edit: z.number(),
  logHead: z.string().nullable(),
  image: z.object({ name: z.string(), sha256: z.string() }),
  mask: z.object({ name: z.string(), sha256: z.string() }),
  exportedAt: z.string(),
});

export const exportContract = {
  /** Job; its result is an `exportReport`. */
  start: call.input(exportOptions).output(startedJob),
};
