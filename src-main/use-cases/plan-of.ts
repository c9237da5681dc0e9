import type { TrainOptions } from '#shared/contract/training.ts';
import type { Fingerprint } from '#shared/learning/fingerprint.ts';
import { makePlan } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';

/** Of the memory that is free: the viewer, the browser and the system go on beside a training. */
const shareOfMemory = 0.7;

/**
 * @param mostContextSlices the most slices that may be seen at once: see `makePlan`
 * @throws UserFacingError `bad-input` where there is nothing to learn from, or the parts that the person fixed do not fit
 */
export function planOf(
  fingerprint: Fingerprint, labels: LabelTable, { network, epochs, minutes, seed, plan }: TrainOptions, mostContextSlices = Infinity,
): Plan {
  return makePlan(fingerprint, labels, {
    network, epochs, mostContextSlices,
    // Who names a number of steps wants those, however long they take.
    minutes: epochs === undefined ? minutes : undefined,
    seed: seed ?? plan?.seed ?? 0,
    overrides: plan,
    // Limits of a container count: what is free there, not on the machine.
    memoryBytes: shareOfMemory * process.availableMemory(),
  });
}
