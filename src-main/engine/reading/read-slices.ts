/**
 * Says of slices what models are unsure of in them and how they look, so that somebody can choose which one a person labels next.
 *
 * Networks that dropout makes of one (Gal, Ghahramani 2016, "Dropout as a Bayesian Approximation: Representing Model Uncertainty in
 * Deep Learning", arXiv 1506.02142): the channels that a mask leaves out are those of the two deepest levels, where a training with
 * dropout leaves some out. Each drawn network is the same for all windows and slices of all cases.
 */
import type { ReadSlicesRequest, ReadSlicesResult } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { planesOf } from '#shared/learning/slice-stack.ts';
import { askTogether } from '../ask-together.ts';
import { engineSentences } from '../engine-sentences.ts';
import { description as engine } from '../tensorflow.ts';
import { loadStack } from '../volumes/load-stack.ts';
import { memoryStorage } from '../volumes/slice-storage.ts';
import { unlessUseless } from '../volumes/unless-useless.ts';
import type { Work } from '../work.ts';
import { readStack } from './read-stack.ts';

/**
 * Left out of networks that learnt with nothing left out, which bear little (Loquercio, Segù, Scaramuzza 2020, "A General Framework
 * for Uncertainty Estimation in Deep Learning", arXiv 1907.06890; Ledda, Fumera, Roli 2023, "Dropout Injection at Test Time for Post
 * Hoc Uncertainty Quantification in Neural Networks", arXiv 2302.02924). Measured with a network of 8, 16 and 32 filters that learnt one
 * slice by heart: mutual information of it and of noise 0.006 and 0.25 with a tenth left out, 0.09 and 0.40 with 0.3, 0.21 and 0.43 with a half.
 */
const usualShare = 0.1;

/** Share of the channels that a reading leaves out. */
export function readingDropout({ dropout }: Pick<Plan, 'dropout'>): number {
  return dropout > 0 ? dropout : usualShare;
}

/** @throws UserFacingError `corrupt` for a damaged model or image, `bad-input` for models that do not belong together, `cancelled` */
export async function readSlices(request: ReadSlicesRequest, work: Work): Promise<ReadSlicesResult> {
  const { masks, seed } = request;
  return askTogether(request.modelFolders, async (learners, plan) => {
    const drawing = { masks, seed, dropout: readingDropout(plan) };
    const total = request.volumes.length * 1000;
    for (const [place, { name, image, furtherImages, sliceAxis, slices }] of request.volumes.entries()) {
      await work.breathe();
      const load = () => loadStack(image.path, image, name, plan, work.warn, memoryStorage(), furtherImages);
      const stack = await unlessUseless(load, work, engineSentences.slicesNotRead);
      if (stack !== null) {
        const planes = planesOf(stack.order, image.geometry.size, sliceAxis, slices);
        const read = await readStack(learners, stack, plan, planes, drawing, work.breathe, (share) => {
          work.progress('predicting', place * 1000 + Math.floor(999 * share), total);
        });
        work.tell({ kind: 'slices-read', name, ...read });
      }
      work.progress('predicting', (place + 1) * 1000, total);
    }
    return { kind: 'read-slices', engine };
  });
}
