/** Our side of a training as the engine does it: phantoms read from files, patches drawn in threads beside the steps. */
import { beginWork } from '#main/engine/work.ts';
import { makePatchSource } from '#main/engine/training/patch-source.ts';
import { loadTrainingCases } from '#main/engine/training/training-cases.ts';
import { makePhantomProject } from '../../src-main/engine/phantom-project.ts';
import { learnerOf, learningRate } from './learn-work.ts';
import type { Work } from './work.ts';

const phantoms = 12;

export async function teachOn(work: Work): Promise<{ step(): Promise<void>; dispose(): Promise<void> }> {
  const { plan } = work;
  if (plan === null) throw new RangeError('only what is planned is taught');
  const project = await makePhantomProject(phantoms, 0);
  const engineWork = beginWork(() => undefined, new AbortController().signal);
  const cases = await loadTrainingCases(await project.request(plan), engineWork);
  const source = makePatchSource(cases.training, cases.places, plan);
  const learner = learnerOf(work);
  let step = 0;
  return {
    async step() {
      const { loss } = await learner.learn(await source.next(step++), learningRate, engineWork.breathe);
      if (!Number.isFinite(loss)) throw new Error('the loss is no number');
    },
    async dispose() {
      await source.dispose();
      await cases.dispose();
      await project.remove();
    },
  };
}
