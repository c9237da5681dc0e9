import type { Plan } from '#shared/learning/plan.ts';
import { makeEagerLearner } from './eager-learner.ts';
import { makeGraphLearner } from './graph-learner.ts';
import type { Learner } from './learner.ts';
import type { Network } from './networks/network.ts';
import { native } from './tensorflow.ts';

/**
 * The fastest learner that this machine has.
 * @param values starting or trained weights by name
 */
export function makeLearner(network: Network, plan: Pick<Plan, 'loss' | 'outputs'>, values: ReadonlyMap<string, Float32Array>): Learner {
  const make = native === null ? makeEagerLearner : makeGraphLearner;
  return make(network, plan.loss, plan.outputs.length, values);
}
