import { z } from 'zod';
import { sentence } from './procedure.ts';

const count = z.number().int().nonnegative();

/** The patients that a project has set aside to say how good its finished models are, or could set aside. */
export const testSetInfo = z.object({
  /** Null where none was drawn. */
  drawn: z.object({ patients: z.array(z.string()), annotator: z.string(), drawnAt: z.string() }).nullable(),
  /** Patients of the whole project. */
  patients: count,
  /** Cases of the test patients, also of those that came later. */
  cases: count,
  /** Those of them with complete slices: only they judge. */
  judgingCases: count,
  /** How many patients would be drawn; null where none can be, or one was. */
  offer: count.nullable(),
  /** Why none can be drawn; null where one can be, or was. */
  obstacle: sentence.nullable(),
});
export type TestSetInfo = z.infer<typeof testSetInfo>;

export const testSetOptions = z.object({
  /** A number of patients or a share of them; without it 20 %, at least 5. */
  size: z.union([
    z.strictObject({ patients: z.number().int().positive() }),
    z.strictObject({ share: z.number().gt(0).lt(1) }),
  ]).optional(),
  seed: z.number().int().nonnegative().default(0),
});
export type TestSetOptions = z.infer<typeof testSetOptions>;
