/** Whether a new model took the place of the one before, and who decided otherwise. */
import { z } from 'zod';
import type { PromotionDecision, promotionRule } from '../learning/statistics/promotion.ts';
import { modelId } from './ids.ts';

const count = z.number().int().nonnegative();
const probability = z.number().min(0).max(1);

export const interval = z.object({ low: z.number(), high: z.number(), level: probability });

const pairedDifference = z.object({
  earlier: z.number(), later: z.number(), difference: z.number(), patients: count, interval, probabilityWorse: probability,
});

export const promotionDecision = z.object({
  promoted: z.boolean(),
  because: z.enum(['no-earlier-model', 'cannot-tell', 'not-shown-worse', 'worse']),
  worseIn: z.array(z.union([z.literal('mean'), z.number()])).readonly(),
  patients: count,
  cases: count,
  rough: z.boolean(),
  mean: pairedDifference.nullable(),
  labels: z.array(z.object({ value: z.number(), name: z.string(), compared: pairedDifference.nullable() })).readonly(),
  leftOut: z.object({
    earlierAlone: z.array(z.string()).readonly(), laterAlone: z.array(z.string()).readonly(), otherReference: z.array(z.string()).readonly(),
    /** Of patients whom the earlier model was taught with. */
    taughtEarlier: z.array(z.string()).readonly(),
  }),
  rule: z.object({
    margin: z.literal(0.005), probability: z.literal(0.9), fewestPatients: z.literal(2), fewestToTrust: z.literal(5),
    resamples: z.literal(10_000), level: z.literal(0.8),
  }) satisfies z.ZodType<typeof promotionRule>,
  seed: z.number(),
}) satisfies z.ZodType<PromotionDecision>;

/** As the log has it: figures of a rule of before are read by that rule. */
export const promotionInfo = promotionDecision.extend({
  /** The model that was in use; null where there was none. */
  earlier: modelId.nullable(),
  /** Whether the earlier model was asked again about what the later one was judged by; otherwise its own last judgement counted. */
  judgedAgain: z.boolean(),
  decidedAt: z.string(),
  /** Who put it to use all the same; null where nobody did, or it was promoted. */
  overruledBy: z.string().nullable(),
});
export type PromotionInfo = z.infer<typeof promotionInfo>;
