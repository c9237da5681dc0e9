/** Several models as one: their networks are made, asked together, and given back. */
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from './engine-sentences.ts';
import type { Learner } from './learner.ts';
import { makeLearner } from './make-learner.ts';
import { readModel } from './model-folder.ts';

/** @throws UserFacingError `corrupt` for a damaged model, `bad-input` where the models do not belong together */
export async function askTogether<Result>(folders: readonly string[], use: (learners: readonly Learner[], plan: Plan) => Promise<Result>): Promise<Result> {
  const models = await Promise.all(folders.map(readModel));
  const plan = commonPlan(models.map((model) => model.plan));
  const learners: Learner[] = [];
  try {
    for (const { plan: own, network, values } of models) learners.push(makeLearner(network, own, values));
    return await use(learners, plan);
  } finally {
    learners.forEach((learner) => learner.dispose());
  }
}

/**
 * Networks that are asked together are shown the same and label the same. Only the largest component is kept of what that
 * helped with all of them; of what else differs the first one's counts.
 */
export function commonPlan(plans: readonly Plan[]): Plan {
  const [first] = plans;
  if (first === undefined) throw new RangeError('no model was named');
  const shown = ({ network, outputs, patch, contextSlices, sliceAxis, targetSpacingMm, normalisation, furtherInputs }: Plan): string =>
    JSON.stringify([dimensionsOf(network), outputs, patch, contextSlices, sliceAxis, targetSpacingMm, normalisation, furtherInputs]);
  if (plans.some((plan) => shown(plan) !== shown(first))) throw failure('bad-input', engineSentences.modelsDiffer, {});
  const largestComponents = first.prediction.largestComponents.filter((output) => plans.every(({ prediction }) => prediction.largestComponents.includes(output)));
  return { ...first, prediction: { ...first.prediction, largestComponents } };
}
