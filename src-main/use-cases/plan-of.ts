import type { TrainOptions } from '#shared/contract/training.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';

/** @throws UserFacingError `bad-input` where there is nothing to learn from, or the parts that the person fixed do not fit */
export function planOf(fingerprint: Fingerprint, labels: LabelTable, { network, epochs, seed, plan }: TrainOptions): Plan {
  return makePlan(fingerprint, labels, { network, epochs, seed: seed ?? plan?.seed ?? 0, overrides: plan });
}
