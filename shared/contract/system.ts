import { z } from 'zod';
import { call, sentence } from './procedure.ts';

export const doctorReport = z.object({
  version: z.string(),
  checks: z.array(z.object({
    name: z.string(),
    state: z.enum(['good', 'note', 'missing']),
    /** What was found, and where something is missing, the mend. */
    finding: sentence,
  })),
  engine: z.object({
    library: z.enum(['native', 'JavaScript']),
    version: z.string(),
    device: z.enum(['CPU', 'GPU']),
    note: sentence.nullable(),
  }).nullable(),
  ok: z.boolean(),
});
export type DoctorReport = z.infer<typeof doctorReport>;

export const systemContract = {
  version: call.output(z.object({ version: z.string(), protocol: z.literal(1) })),
  doctor: call.output(doctorReport),
  /** Writes the scans and labels of the seeded example (phantoms) to a folder. */
  writeExample: call
    .input(z.object({ out: z.string(), preset: z.enum(['organs', 'sparse']), cases: z.number().int().min(1).max(500), seed: z.number().int().nonnegative() }))
    .output(z.object({ images: z.string(), labels: z.string(), cases: z.number() })),
};
