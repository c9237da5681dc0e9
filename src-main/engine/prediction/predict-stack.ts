/**
 * A whole case through the network, window by window, in batches that bound the memory: by one network or
 * several, upright or in all mirrorings, and from the network's grid back to the image's own.
 */
import { keepLargest } from '#shared/learning/components.ts';
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { likeliestOutputs, resampleSlices, slicesBehind, type GridSize } from '#shared/learning/resample.ts';
import type { Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import { mirroringsOf } from './mirrorings.ts';
import { labelsDirectly, labelSlices } from './predict-slices.ts';
import { answersOf, type AskingPlan, type Question } from './question.ts';

export type PredictPlan = AskingPlan & Pick<Plan, 'outputs' | 'prediction' | 'augmentation' | 'sliceAxis'>;

/** Sees on the way what a prediction is made of. */
export interface Watch {
  /** Of the image's own grid in the stack's layout, ascending. */
  readonly slices: readonly number[];
  /** @param probabilities of one of these, rows × columns × outputs, not to be changed */
  readonly see: (slice: number, probabilities: Float32Array) => void;
}

/**
 * @param learners of one plan, or of plans that show and label the same
 * @param between awaited after each batch; throws where the work was cancelled
 * @param predicted called with the share that is done, 0 … 1
 * @param watch changes nothing of the prediction; where labels alone are asked of the network, its slices are computed once more
 * @returns the likeliest output of each voxel of the image's own grid, in the stack's layout
 */
export async function predictStack(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan,
  between: () => Promise<void>, predicted: (share: number) => void, watch?: Watch,
): Promise<Uint8Array> {
  const outputs = await likeliest(learners, stack, plan, between, predicted, watch);
  keepLargest(outputs, stack.own, plan.prediction.largestComponents);
  return outputs;
}

async function likeliest(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan, between: () => Promise<void>, predicted: (share: number) => void, watch?: Watch,
): Promise<Uint8Array> {
  const mirrorings = mirroringsOf(plan);
  const [learner] = learners;
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const question: Question = { values: plan.outputs.length, ask: async (batch) => meanProbabilities(learners, batch, mirrorings, plan.contextSlices) };
  if (learner !== undefined && learners.length === 1 && mirrorings.length === 1 && dimensionsOf(plan.network) === 2 && labelsDirectly(stack, plan)) {
    const labels = await labelSlices(learner, stack, plan, between, predicted);
    if (watch !== undefined && watch.slices.length > 0) {
      const again = answersOf(question, stack, plan, slicesBehind(grid[0], stack.own[0], watch.slices), between, () => undefined);
      await resampleSlices(again, grid, stack.own, question.values, watch.slices, watch.see);
    }
    return labels;
  }
  const all = Array.from({ length: stack.slices }, (_, slice) => slice);
  const watched = new Set(watch?.slices);
  return likeliestOutputs(answersOf(question, stack, plan, all, between, predicted), grid, stack.own, question.values, (slice, values) => {
    if (watched.has(slice)) watch?.see(slice, values);
  });
}
