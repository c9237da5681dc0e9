/** What a simulation came to, as a part of the document: computed from the rows of its trainings. */
import { armsOf } from '#shared/learning/simulation/arms.ts';
import { figuresOf, type ArmFigures, type SimulationFigures } from '#shared/learning/simulation/figures.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { strategyNames, type StrategyName } from '#shared/learning/selection/strategies.ts';
import type { PairedMean } from '#shared/learning/statistics/budget-area.ts';
import { readRoundsTable, type RoundRow } from '#main/simulation-report/rounds-table.ts';
import { markdownTable } from '../quality/set-section.ts';

/** Stands before the name in the document's markers. */
export const marker = 'simulation';

export interface Simulated {
  /** Of the file below `docs/simulations`, without its ending. */
  readonly name: string;
  readonly title: string;
  /** Sentences above the table, in Markdown. */
  readonly about: string;
}

/** @param text of `rounds.csv` */
export function figuresIn(text: string): SimulationFigures & { readonly seeds: readonly number[]; readonly labels: readonly string[]; readonly steps: number } {
  const { labels, rows } = readRoundsTable(text);
  const named = [...new Set(rows.map(({ arm }) => arm))];
  const strategies = strategyNames.filter((name) => named.includes(name));
  const warm = strategyNames.find((name) => named.includes(`${name}-warm`)) ?? null;
  const arms = armsOf<StrategyName>({ strategies, warm, predicted: strategyNames.find((name) => named.includes(`${name}-predicted`)) ?? null, full: named.includes('full'), longer: named.includes('full-4') });
  const budgets = [...new Map(rows.filter(({ budget }) => budget.percent < 100).map(({ budget }) => [budget.slices, budget])).values()]
    .sort((a, b) => a.slices - b.slices);
  return {
    ...figuresOf(arms, budgets, rows.map(asOutcome)), labels,
    seeds: [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b), steps: rows[0]?.steps ?? 0,
  };
}

function asOutcome({ seconds, ...row }: RoundRow): RoundOutcome {
  return { format: 'lamina-simulation-round', version: 1, ...row, shown: null, cases: [], seconds: { training: seconds, judging: 0 }, warnings: [] };
}

export function sectionOf({ name: file, title, about }: Simulated, text: string): string {
  const { arms, full, comparisons, seeds, steps } = figuresIn(text);
  const budgets = [...new Map(arms.flatMap(({ points }) => points).map((point) => [point.slices, point])).values()].sort((a, b) => a.slices - b.slices);
  const rowOf = ({ name, points, area }: ArmFigures): string[] => [
    name,
    ...budgets.map(({ slices }) => { const point = points.find((one) => one.slices === slices); return point === undefined ? '–' : withHalf(point.dice); }),
    area === null ? '–' : withHalf(area),
  ];
  const sharesOf = (share: 'shareOfFull' | 'shareOfLonger'): string => markdownTable(['slices chosen by', ...budgets.map(({ percent }) => `${percent} %`)], arms.map(({ name, points }) => [
    name, ...budgets.map(({ slices }) => percentOf(points.find((one) => one.slices === slices)?.[share] ?? null)),
  ])).join('\n');
  return [
    about,
    `Seeds ${seeds.join(', ')}; ${steps} steps a training. Mean Dice ± half of its 95 % interval over seeds:`,
    markdownTable(['slices chosen by', ...budgets.map(({ percent, slices }) => `${percent} % (${slices})`), 'area'], arms.map(rowOf)).join('\n'),
    ...full.map(({ timesTheSteps, name, dice }) => [
      `${timesTheSteps === 1 ? 'All slices with as many steps' : `All slices with ${timesTheSteps} times the steps`} (\`${name}\`, seeds: ${dice.n}): ${withHalf(dice)}. As a share of that, of the same seeds:`,
      sharesOf(timesTheSteps === 1 ? 'shareOfFull' : 'shareOfLonger'),
    ].join('\n\n')),
    ...comparisons.length === 0 ? [] : ['Differences of the areas, seed by seed:', markdownTable(
      ['first', 'second', 'first − second', '95 % interval', 'seeds'],
      comparisons.map(({ first, second, area: { mean, n, interval } }) => [first, second, signed(mean), interval === null ? 'one seed' : `${signed(interval.low)} … ${signed(interval.high)}`, n]),
    ).join('\n')],
    `![${title}: Dice against the share of the pool’s slices](images/simulation-${file}.png)`,
  ].join('\n\n');
}

function percentOf(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}

function withHalf({ mean, interval }: PairedMean): string {
  return interval === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${(interval.high - mean).toFixed(3)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
