/** Predicts whole cases with a trained model and writes label indices on each image's own grid. */
import type { SegmentRequest, SegmentResult } from '#main/engine-client/protocol.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { askTogether } from './ask-together.ts';
import { predictStack } from './prediction/predict-stack.ts';
import { description as engine } from './tensorflow.ts';
import { loadStack, onOwnGrid } from './volumes/load-stack.ts';
import { memoryStorage } from './volumes/slice-storage.ts';
import type { Work } from './work.ts';

/** @throws UserFacingError `corrupt` for a damaged model or image, `bad-input` for models that do not belong together, `cancelled`, `disk-full` */
export async function segment(request: SegmentRequest, work: Work): Promise<SegmentResult> {
  return askTogether(request.modelFolders, async (learners, plan) => {
    const indexOf = Uint8Array.from(plan.outputs, ({ index }) => index);
    // Progress in thousandths: volumes have different numbers of windows, known only when read.
    const total = request.volumes.length * 1000;
    for (const [place, { name, image, furtherImages, output }] of request.volumes.entries()) {
      const stack = await loadStack(image.path, image, name, plan, work.warn, memoryStorage(), furtherImages);
      const outputs = await predictStack(learners, stack, plan, work.breathe, (share) => {
        work.progress('predicting', place * 1000 + Math.floor(999 * share), total);
      });
      await writeWhole(output, onOwnGrid(outputs.map((one) => indexOf[one] as number), stack));
      work.tell({ kind: 'segmented', name, output });
      work.progress('predicting', (place + 1) * 1000, total);
    }
    return { kind: 'segment', engine };
  });
}
