/** What each training came to, as points of a chart: effort across, Dice up. Pure. */
import type { Round } from '#shared/contract/loop.ts';

export type RoundEffort = 'slices' | 'minutes';

export interface RoundPoint {
  readonly modelId: string;
  readonly name: string;
  readonly effort: number;
  readonly start: Round['start'];
  readonly active: boolean;
  /** Its files were deleted: there is no model to be led to. */
  readonly removed: boolean;
  /** `tooFew`: it tells nothing, and has no interval. */
  readonly test: { readonly dice: number; readonly low: number | null; readonly high: number | null; readonly tooFew: boolean } | null;
  readonly validation: number | null;
  /** Slabs of patients who taught it judged: not to be held beside figures of patients. */
  readonly bySlabs: boolean;
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
    const { modelId, name, start, active, removed } = round;
    return [{
      modelId, name, start, active, removed, effort: spent,
      test: figure === null || figure.dice === null ? null : { dice: figure.dice, low: figure.interval?.low ?? null, high: figure.interval?.high ?? null, tooFew: figure.interval === null },
      validation: validationOf(round, label),
      bySlabs: round.validation.kind === 'slabs',
    }];
  }).sort((a, b) => a.effort - b.effort);
}
