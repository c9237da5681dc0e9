/** Judges finished models by cases of a snapshot that none of them has seen: a test set, or what a fold left out. */
import type { JudgeRequest, JudgeResult } from '#main/engine-client/protocol.ts';
import { askTogether } from '../ask-together.ts';
import { predictStack } from '../prediction/predict-stack.ts';
import { description as engine } from '../tensorflow.ts';
import { onOwnGrid } from '../volumes/load-stack.ts';
import type { Work } from '../work.ts';
import { judgeCases } from './judge-cases.ts';
import { loadJudges } from './training-cases.ts';

/** @throws UserFacingError `corrupt` for a damaged model or file, `bad-input` for models that do not belong together, `cancelled`, `disk-full` */
export async function judgeModels(request: JudgeRequest, work: Work): Promise<JudgeResult> {
  return askTogether(request.modelFolders, async (learners, plan) => {
    const judges = await loadJudges({ ...request, plan }, request.role, work);
    const judged = await judgeCases({
      ...request, plan,
      cases: judges.map(({ snapshotCase }) => snapshotCase),
      predict: async (_, place) => {
        const { shown } = judges[place]!;
        return onOwnGrid(await predictStack(learners, shown, plan, work.breathe, () => undefined), shown);
      },
    }, work);
    return { kind: 'judge', ...judged, engine };
  });
}
