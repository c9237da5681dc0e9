/** Predicts whole cases with a trained model and writes label indices on each image's own grid. */
import type { SegmentRequest, SegmentResult } from '#main/engine-client/protocol.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { invertOrder, reorderVoxels } from '#shared/geometry/axis-order.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { makeLearner } from './make-learner.ts';
import { readModel } from './model-folder.ts';
import { predictStack } from './predict-stack.ts';
import { description as engine } from './tensorflow.ts';
import { loadStack, type LoadedStack } from './volumes/load-stack.ts';
import type { Work } from './work.ts';

/** @throws UserFacingError `corrupt` for a damaged model or image, `cancelled`, `disk-full` */
export async function segment(request: SegmentRequest, work: Work): Promise<SegmentResult> {
  const { plan, network, values } = await readModel(request.modelFolders[0] ?? '');
  const learner = makeLearner(network, plan, values);
  try {
    // Progress in thousandths: volumes have different numbers of slices, known only when read.
    const total = request.volumes.length * 1000;
    for (const [place, { name, image, output }] of request.volumes.entries()) {
      const stack = await loadStack(image.path, image, name, plan, work.warn);
      const outputs = await predictStack(learner, stack, plan, work.breathe, (slices) => {
        work.progress('predicting', place * 1000 + Math.floor((999 * slices) / stack.slices), total);
      });
      await writeWhole(output, onOwnGrid(outputs, stack, plan));
      work.tell({ kind: 'segmented', name, output });
      work.progress('predicting', (place + 1) * 1000, total);
    }
  } finally {
    learner.dispose();
  }
  return { kind: 'segment', engine };
}

/** Network outputs in a stack's layout (they are overwritten) as label indices in the image's own. */
function onOwnGrid(outputs: Uint8Array, { columns, rows, slices, order }: LoadedStack, plan: Plan): Uint8Array {
  const indexOf = Uint8Array.from(plan.outputs, ({ index }) => index);
  for (let at = 0; at < outputs.length; at++) outputs[at] = indexOf[outputs[at] as number] as number;
  return reorderVoxels(outputs, [columns, rows, slices], invertOrder(order));
}
