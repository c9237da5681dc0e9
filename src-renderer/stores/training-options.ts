/** What a person chose for a training, what is wrong with it, and how the calls take it. Pure. */
import type { ModelId } from '#shared/contract/ids.ts';
import type { StartWish, TrainOptions } from '#shared/contract/training.ts';
import type { NetworkName } from '#shared/learning/plan.ts';
import { isReadable, type PlanChanges } from './plan-changes.ts';

export interface TrainingChoices {
  /** `automatic`: the planner chooses. */
  readonly network: NetworkName | 'automatic';
  readonly by: 'minutes' | 'epochs';
  readonly minutes: number;
  readonly epochs: number;
  readonly seed: number;
  /** `folds`: cross-validation. */
  readonly judgedBy: 'once' | 'folds';
  /** What the first weights are: the planner's choice, fresh ones, or those of a model. */
  readonly start: 'auto' | 'scratch' | ModelId;
  /** Of a start from a model. */
  readonly frozenEpochs: number;
  /** Values of the plan that are to be others than the planner's. */
  readonly changes: PlanChanges;
}

/** Minutes in which a network over volumes is worth its time. */
export const usualChoices: TrainingChoices = {
  network: 'automatic', by: 'minutes', minutes: 30, epochs: 30, seed: 0, judgedBy: 'once', start: 'auto', frozenEpochs: 0, changes: {},
};

const usualFolds = 5;

/** What was left alone is left out. @param plan the parts of it that are not the planner's: see `overridesOf` */
export function trainOptions(choices: TrainingChoices, plan?: TrainOptions['plan']): TrainOptions {
  const { network, by, minutes, epochs, seed, judgedBy, start } = choices;
  return {
    seed,
    ...(network === 'automatic' ? {} : { network }),
    ...(by === 'minutes' ? { minutes } : { epochs }),
    ...(judgedBy === 'folds' ? { folds: usualFolds } : {}),
    ...(start === 'auto' ? {} : { start: startOf(choices) }),
    ...(plan === undefined ? {} : { plan }),
  };
}

function startOf({ start, frozenEpochs }: TrainingChoices): StartWish {
  return startsFromModel(start) ? { kind: 'transfer', model: start, frozenEpochs } : { kind: start };
}

export function startsFromModel(start: TrainingChoices['start']): start is ModelId {
  return start !== 'auto' && start !== 'scratch';
}

export type WrongChoice = 'minutes' | 'epochs' | 'seed' | 'frozenEpochs' | 'changes';

/** What can be said before the host is asked: what stands in an unfinished field is no number, or none that counts. */
export function wrongChoices({ by, minutes, epochs, seed, start, frozenEpochs, changes }: TrainingChoices): WrongChoice[] {
  const wrong: WrongChoice[] = [];
  if (by === 'minutes' && !(Number.isFinite(minutes) && minutes > 0)) wrong.push('minutes');
  if (by === 'epochs' && !(Number.isInteger(epochs) && epochs >= 1)) wrong.push('epochs');
  if (!isCount(seed)) wrong.push('seed');
  if (startsFromModel(start) && !isCount(frozenEpochs)) wrong.push('frozenEpochs');
  if (!Object.values(changes).every(isReadable)) wrong.push('changes');
  return wrong;
}

function isCount(n: number): boolean {
  return Number.isInteger(n) && n >= 0;
}
