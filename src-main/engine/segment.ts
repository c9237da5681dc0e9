/** Predicts whole cases with a trained model and writes label indices on each image's own grid. */
import type { SegmentRequest, SegmentResult } from '#main/engine-client/protocol.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from './engine-sentences.ts';
import type { Learner } from './learner.ts';
import { makeLearner } from './make-learner.ts';
import { readModel } from './model-folder.ts';
import { predictStack } from './prediction/predict-stack.ts';
import { description as engine } from './tensorflow.ts';
import { loadStack, onOwnGrid } from './volumes/load-stack.ts';
import type { Work } from './work.ts';

/** @throws UserFacingError `corrupt` for a damaged model or image, `bad-input` for models that do not belong together, `cancelled`, `disk-full` */
export async function segment(request: SegmentRequest, work: Work): Promise<SegmentResult> {
  const models = await Promise.all(request.modelFolders.map(readModel));
  const plan = commonPlan(models.map((model) => model.plan));
  const learners: Learner[] = [];
  try {
    for (const { plan: own, network, values } of models) learners.push(makeLearner(network, own, values));
    // Progress in thousandths: volumes have different numbers of windows, known only when read.
    const total = request.volumes.length * 1000;
    for (const [place, { name, image, output }] of request.volumes.entries()) {
      const stack = await loadStack(image.path, image, name, plan, work.warn);
      const outputs = await predictStack(learners, stack, plan, work.breathe, (share) => {
        work.progress('predicting', place * 1000 + Math.floor(999 * share), total);
      });
      const indexOf = Uint8Array.from(plan.outputs, ({ index }) => index);
      await writeWhole(output, onOwnGrid(outputs.map((one) => indexOf[one] as number), stack));
      work.tell({ kind: 'segmented', name, output });
      work.progress('predicting', (place + 1) * 1000, total);
    }
  } finally {
    learners.forEach((learner) => learner.dispose());
  }
  return { kind: 'segment', engine };
}

/** Networks that are asked together are shown the same and label the same; of what else differs the first one's counts. */
function commonPlan(plans: readonly Plan[]): Plan {
  const [first] = plans;
  if (first === undefined) throw new RangeError('no model was named');
  const shown = ({ network, outputs, patch, contextSlices, sliceAxis, targetSpacingMm, normalisation, furtherInputs }: Plan): string =>
    JSON.stringify([dimensionsOf(network), outputs, patch, contextSlices, sliceAxis, targetSpacingMm, normalisation, furtherInputs]);
  if (plans.some((plan) => shown(plan) !== shown(first))) throw failure('bad-input', engineSentences.modelsDiffer, {});
  return first;
}
