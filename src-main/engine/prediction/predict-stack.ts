/**
 * A whole case through the network, window by window, in batches that bound the memory: by one network or
 * several, upright or in all mirrorings, and from the network's grid back to the image's own.
 */
import { keepLargest } from '#shared/learning/components.ts';
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { mirroringsOf } from './mirrorings.ts';
import { predictSlices } from './predict-slices.ts';
import { predictVolume } from './predict-volume.ts';

export type PredictPlan = Pick<Plan, 'network' | 'patch' | 'contextSlices' | 'furtherInputs' | 'outputs' | 'prediction' | 'augmentation' | 'sliceAxis'>;

/**
 * @param learners of one plan, or of plans that show and label the same
 * @param between awaited after each batch; throws where the work was cancelled
 * @param predicted called with the share that is done, 0 … 1
 * @returns the likeliest output of each voxel of the image's own grid, in the stack's layout
 */
export async function predictStack(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan,
  between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const predict = dimensionsOf(plan.network) === 3 ? predictVolume : predictSlices;
  const outputs = await predict(learners, stack, plan, mirroringsOf(plan), between, predicted);
  keepLargest(outputs, stack.own, plan.prediction.largestComponents);
  return outputs;
}
