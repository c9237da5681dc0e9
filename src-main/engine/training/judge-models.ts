/** Judges finished models by cases of a snapshot that none of them has seen: a test set, or what a fold left out. */
import type { JudgeRequest, JudgeResult } from '#main/engine-client/protocol.ts';
import { askTogether } from '../ask-together.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { description as engine } from '../tensorflow.ts';
import { onOwnGrid } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { judgeCases } from './judge-cases.ts';
import { casesOfRole, loadShown } from './training-cases.ts';

/** @throws UserFacingError `corrupt` for a damaged model or file, `bad-input` for models that do not belong together, `cancelled`, `disk-full` */
export async function judgeModels(request: JudgeRequest, work: Work): Promise<JudgeResult> {
  return askTogether(request.modelFolders, async (learners, plan) => {
    const judged = await judgeCases({
      ...request, plan,
      cases: await casesOfRole(request.manifest, request.role),
      // Loaded one by one: together they may be larger than the memory.
      predict: async (one) => {
        const shown = await loadShown({ ...request, plan }, one, work);
        return shown === null ? null : onOwnGrid(await predictStack(learners, shown, plan, work.breathe, () => undefined), shown);
      },
    }, work);
    return { kind: 'judge', ...judged, engine };
  });
}
