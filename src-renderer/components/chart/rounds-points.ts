/** What each training came to, as points of a chart: effort across, Dice up. Pure. */
import type { Round } from '#shared/contract/loop.ts';

export type RoundEffort = 'slices' | 'minutes';

export interface RoundPoint {
  readonly modelId: string;
  readonly name: string;
  readonly effort: number;
  readonly start: Round['start'];
  readonly active: boolean;
  readonly test: { readonly dice: number; readonly low: number | null; readonly high: number | null } | null;
  readonly validation: number | null;
}

/**
 * @param label value of a label; null: the mean of all
 * @param validationOf its Dice on validation patients
 * @returns in the order of the effort, without rounds whose effort nobody knows
 */
export function roundPoints(rounds: readonly Round[], effort: RoundEffort, label: number | null, validationOf: (round: Round, label: number | null) => number | null): RoundPoint[] {
  return rounds.flatMap((round): RoundPoint[] => {
    const spent = effort === 'slices' ? round.slices : round.minutes;
    if (spent === null || (effort === 'slices' && spent === 0)) return [];
    const figure = label === null ? round.test.mean : round.test.labels.find(({ value }) => value === label) ?? null;
    const { modelId, name, start, active } = round;
    return [{
      modelId, name, start, active, effort: spent,
      test: figure === null || figure.dice === null ? null : { dice: figure.dice, low: figure.interval?.low ?? null, high: figure.interval?.high ?? null },
      validation: validationOf(round, label),
    }];
  }).sort((a, b) => a.effort - b.effort);
}
