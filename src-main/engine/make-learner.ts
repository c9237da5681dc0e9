import { makeEagerLearner } from './eager-learner.ts';
import { makeGraphLearner } from './graph-learner.ts';
import type { LearnerPlan } from './learner-plan.ts';
import type { Learner } from './learner.ts';
import type { Network } from './networks/network.ts';
import { native } from './tensorflow.ts';
import type { State } from './weights.ts';

/**
 * The fastest learner that this machine has.
 * @param values starting or trained weights by name
 */
export function makeLearner(network: Network, plan: LearnerPlan, values: State): Learner {
  return (native === null ? makeEagerLearner : makeGraphLearner)(network, plan, values);
}
