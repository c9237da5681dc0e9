/** What is asked of every window of a case: how likely each output is, or more. It must not know how the case is covered. */
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { AxisLengths, Plan } from '#shared/learning/plan.ts';
import type { SliceValues } from '#shared/learning/resample.ts';
import type { ImageBatch } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { answersOfSlices } from './predict-slices.ts';
import { answersOfVolume } from './predict-volume.ts';

export type AskingPlan = Pick<Plan, 'network' | 'patch' | 'contextSlices' | 'furtherInputs'>;

export interface Question {
  /** Numbers that the answer has for each voxel. */
  readonly values: number;
  /**
   * @param origins first slice, row and column of each window, which may lie outside the stack; a batch may hold more samples, which say nothing
   * @returns voxels × values of the whole batch
   */
  readonly ask: (batch: ImageBatch, origins: readonly AxisLengths[]) => Promise<Float32Array>;
}

/**
 * The answers on the network's grid; where windows share a voxel, their weighted mean.
 * @param needed slices that will be asked for, ascending
 * @param between awaited after each batch; throws where the work was cancelled
 */
export function answersOf(
  question: Question, stack: LoadedStack, plan: AskingPlan, needed: readonly number[], between: () => Promise<void>, predicted: (share: number) => void,
): SliceValues {
  return (dimensionsOf(plan.network) === 3 ? answersOfVolume : answersOfSlices)(question, stack, plan, needed, between, predicted);
}
