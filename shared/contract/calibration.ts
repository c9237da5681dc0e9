/** Whether a model's probabilities can be believed, by patients that judged its training. */
import { z } from 'zod';
import type { ModelCalibration } from '../learning/statistics/calibrate.ts';
import { sentence } from './procedure.ts';

const count = z.number().int().nonnegative();

const reliability = z.object({
  voxels: count,
  /** Expected calibration error; null without voxels. */
  error: z.number().nullable(),
  /** By the probability of the likeliest output; `confidence` and `accuracy` are null in an empty bin. */
  bins: z.array(z.object({
    from: z.number(), to: z.number(), voxels: count, confidence: z.number().nullable(), accuracy: z.number().nullable(),
  })),
});

export const modelCalibration = z.object({
  patients: count,
  /** By which all probabilities that are shown are tempered; null: they are shown as the network gives them (`notes` say why). */
  temperature: z.number().positive().nullable(),
  /** As the network gives them: of all voxels, and of those where it takes foreground for possible, the figure to judge by. */
  before: z.object({ all: reliability, foreground: reliability }),
  /** Each patient's tempered by what the others came to; null where no temperature was fitted. */
  after: z.object({ foreground: reliability }).nullable(),
  notes: z.array(sentence),
}) satisfies z.ZodType<ModelCalibration>;
