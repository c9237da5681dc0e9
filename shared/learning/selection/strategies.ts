/** All ways to choose slices, by name. What each is, and which paper it comes from, stands with it. */
import { byChance, byForeground } from './by-chance.ts';
import { byDisagreement, byEntropy, byNoisedDisagreement } from './by-uncertainty.ts';
import { classStratified } from './class-stratified.ts';
import { coldStart } from './cold-start.ts';
import { coreSet } from './core-set.ts';
import { representative } from './representative.ts';
import type { Candidate } from './slice-reading.ts';
import type { Strategy } from './strategy.ts';

export const strategyNames = ['random', 'foreground-random', 'entropy', 'bald', 'power-bald', 'clasp-pe', 'core-set', 'representative'] as const;
/** What can be asked for. */
export type StrategyName = (typeof strategyNames)[number];
/** What chooses in a project where nobody has chosen otherwise (docs/active-learning.md). */
export const defaultStrategy: StrategyName = 'foreground-random';
/** What then chooses. */
export type SelectionWay = StrategyName | 'cold-start';

export const strategies: Readonly<Record<SelectionWay, Strategy>> = {
  random: byChance,
  'foreground-random': byForeground,
  entropy: byEntropy,
  bald: byDisagreement,
  'power-bald': byNoisedDisagreement,
  'clasp-pe': classStratified,
  'core-set': coreSet,
  representative,
  'cold-start': coldStart,
};

/**
 * What can be done with what is known: where no model has read any slice, `cold-start`, but for `random`, which asks no model; where only one
 * network read them there is no disagreement, and `entropy` stands in for `bald` and `power-bald`.
 */
export function wayOf(name: StrategyName, candidates: readonly Candidate[]): SelectionWay {
  if (name === 'random') return name;
  if (candidates.every(({ reading }) => reading === null)) return 'cold-start';
  const asksNetworks = name === 'bald' || name === 'power-bald';
  return asksNetworks && candidates.every(({ reading }) => (reading?.mutualInformation ?? null) === null) ? 'entropy' : name;
}
