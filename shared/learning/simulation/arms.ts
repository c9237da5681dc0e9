/** What a simulation compares: ways to choose slices, and trainings with all of them. */

/**
 * One strategy from scratch at each round, the same from the weights of the round before or told what a model predicts where the
 * others are told the reference, or all slices with a multiple of the steps.
 */
export type Arm<Strategy extends string = string> =
  | { readonly kind: 'strategy'; readonly name: string; readonly strategy: Strategy; readonly warm: boolean; readonly predicted: boolean }
  | { readonly kind: 'full'; readonly name: string; readonly timesTheSteps: number };

/** All arms of a seed share their first round: the same slices, weights and steps. */
export const startName = 'start';

const timesLonger = 4;

export interface ArmsWanted<Strategy extends string> {
  readonly strategies: readonly Strategy[];
  /** The one that is also tried with warm starts; null: none. */
  readonly warm: Strategy | null;
  /** The one that is also tried as in a project, where nobody knows the reference; null: none. */
  readonly predicted: Strategy | null;
  /** Whether it is also told what all slices would come to. */
  readonly full: boolean;
  /** And with four times the steps. */
  readonly longer: boolean;
}

/** In the order in which they are computed and shown; each once. */
export function armsOf<Strategy extends string>({ strategies, warm, predicted, full, longer }: ArmsWanted<Strategy>): readonly Arm<Strategy>[] {
  return [
    ...[...new Set(strategies)].map((strategy): Arm<Strategy> => ({ kind: 'strategy', name: strategy, strategy, warm: false, predicted: false })),
    ...warm === null ? [] : [{ kind: 'strategy', name: `${warm}-warm`, strategy: warm, warm: true, predicted: false } as const],
    ...predicted === null ? [] : [{ kind: 'strategy', name: `${predicted}-predicted`, strategy: predicted, warm: false, predicted: true } as const],
    ...full ? [1, ...longer ? [timesLonger] : []].map((timesTheSteps): Arm<Strategy> => ({ kind: 'full', name: timesTheSteps === 1 ? 'full' : `full-${timesTheSteps}`, timesTheSteps })) : [],
  ];
}
