/** Every training of a simulation as a row for other programs, and such rows read again. Knows no files. */
import { startName } from '#shared/learning/simulation/arms.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { cellsOf } from '#shared/text/csv-row.ts';
import { csv } from '#shared/text/csv.ts';

const columns = ['seed', 'arm', 'round', 'percent', 'slices', 'steps', 'seconds', 'mean Dice'] as const;

/** Empty where there was no network, or no judging case holds the label. @param labels names, in the order of an outcome's Dice */
export function roundsTable(outcomes: readonly RoundOutcome[], labels: readonly string[]): string {
  return csv([
    [...columns, ...labels],
    ...outcomes.map(({ seed, arm, round, budget: { percent, slices }, steps, seconds, meanDice, dice }) =>
      [seed, arm, round, percent, slices, steps, Math.round(seconds.training), meanDice, ...labels.map((_, place) => dice[place] ?? null)]),
  ]);
}

export interface RoundRow extends Pick<RoundOutcome, 'seed' | 'arm' | 'round' | 'budget' | 'steps' | 'meanDice' | 'dice'> {
  readonly seconds: number;
}

/** @param text of `roundsTable`, or of several, one below the other */
export function readRoundsTable(text: string): { readonly labels: readonly string[]; readonly rows: readonly RoundRow[] } {
  const [head = [], ...rest] = text.replaceAll('\ufeff', '').split(/\r?\n/).filter((line) => line !== '').map(cellsOf);
  const number = (cell: string | undefined): number | null => (cell === undefined || cell === '' ? null : Number(cell));
  return {
    labels: head.slice(columns.length),
    rows: rest.filter(([first]) => first !== columns[0]).map(([seed, arm = startName, round, percent, slices, steps, seconds, mean, ...dice]): RoundRow => ({
      seed: Number(seed), arm, round: Number(round), budget: { percent: Number(percent), slices: Number(slices) },
      steps: Number(steps), seconds: Number(seconds), meanDice: number(mean), dice: dice.map(number),
    })),
  };
}
