import { drawPatches, type PatchBatch, type PatchPlan } from '#shared/learning/patches.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { LabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';

export type StepPlan = PatchPlan & Pick<Plan, 'batch' | 'microBatch'>;

/** The batch of a step, in the parts that are computed at a time. */
export function drawStep(stacks: readonly LabelledStack[], places: LabelPlaces, plan: StepPlan, step: number): PatchBatch[] {
  const { batch, microBatch } = plan;
  return Array.from({ length: batch / microBatch }, (_, part) => drawPatches(stacks, places, plan, step, part * microBatch, microBatch));
}
