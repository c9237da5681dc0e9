/**
 * From the trainings of a simulation to what is told of them: curves, areas under them, and how arms differ seed by
 * seed. Of a simulation that was cut short it tells what is there. Knows neither files nor networks.
 */
import { meanOfKnown } from '../evaluation/summary.ts';
import { areaUnderBudget, compareArms, meanOfDifferences, type BudgetPoint, type PairedMean } from '../statistics/budget-area.ts';
import { startName, type Arm } from './arms.ts';
import type { Budget } from './budgets.ts';
import type { RoundOutcome } from './round-outcome.ts';

/** One budget of an arm, over the seeds that came so far. */
export interface CurvePointFigures extends Budget {
  /** Mean of the seeds' mean Dice, and its t interval: it tells how seeds differ, not how patients do. */
  readonly dice: PairedMean;
  /** Of each label, in the order of `labels`; null where no test case holds it. */
  readonly labels: readonly (number | null)[];
  /** Mean Dice as a share of that of all slices with as many steps, of the same seeds; null where that is not known. */
  readonly shareOfFull: number | null;
  /** The same of all slices with more steps. */
  readonly shareOfLonger: number | null;
}

export interface ArmFigures {
  readonly name: string;
  readonly strategy: string;
  readonly warm: boolean;
  readonly predicted: boolean;
  readonly points: readonly CurvePointFigures[];
  /** Area under Dice over the logarithm of the budget, by the range: a mean Dice; over the seeds that came to the last budget. Null with one budget. */
  readonly area: PairedMean | null;
}

export interface FullFigures {
  readonly name: string;
  readonly timesTheSteps: number;
  readonly dice: PairedMean;
  readonly labels: readonly (number | null)[];
}

/** Area of the first arm less that of the second, seed by seed. */
export interface ArmComparison {
  readonly first: string;
  readonly second: string;
  readonly area: PairedMean;
}

export interface SimulationFigures {
  readonly arms: readonly ArmFigures[];
  readonly full: readonly FullFigures[];
  /** Every arm with every other one, the later one of the list first. */
  readonly comparisons: readonly ArmComparison[];
}

type SeedsOf = ReadonlyMap<number, readonly RoundOutcome[]>;

export function figuresOf(arms: readonly Arm[], budgets: readonly Budget[], outcomes: readonly RoundOutcome[]): SimulationFigures {
  const seedsOf = new Map(arms.map((arm) => [arm.name, roundsBySeed(arm, outcomes)]));
  const longest = Math.max(1, ...arms.map((arm) => (arm.kind === 'full' ? arm.timesTheSteps : 1)));
  const fullOf = (times: number): SeedsOf | undefined => seedsOf.get(arms.find((arm) => arm.kind === 'full' && arm.timesTheSteps === times)?.name ?? '');
  const [full, longer] = [fullOf(1), longest > 1 ? fullOf(longest) : undefined];
  const curves = new Map(arms.flatMap((arm) => (arm.kind === 'full' ? [] : [[arm.name, wholeCurves(seedsOf.get(arm.name)!, budgets)] as const])));
  return {
    arms: arms.flatMap((arm): readonly ArmFigures[] => {
      if (arm.kind === 'full') return [];
      const { name, strategy, warm, predicted } = arm;
      const seeds = seedsOf.get(name)!;
      const areas = budgets.length < 2 ? [] : [...curves.get(name)!.values()].map(areaUnderBudget);
      return [{
        name, strategy, warm, predicted,
        points: budgets.flatMap((budget, place) => pointOf(budget, seeds, place + 1, full, longer)),
        area: areas.length === 0 ? null : meanOfDifferences(areas),
      }];
    }),
    full: arms.flatMap((arm): readonly FullFigures[] => {
      if (arm.kind !== 'full') return [];
      const rounds = [...seedsOf.get(arm.name)!.values()].flat();
      const dice = meanDice(rounds);
      return dice === null ? [] : [{ name: arm.name, timesTheSteps: arm.timesTheSteps, dice, labels: meanLabels(rounds) }];
    }),
    comparisons: budgets.length < 2 ? [] : comparisonsOf(curves),
  };
}

/** With the round that all share. */
function roundsBySeed(arm: Arm, outcomes: readonly RoundOutcome[]): SeedsOf {
  const own = outcomes.filter((one) => one.arm === arm.name || (arm.kind === 'strategy' && one.arm === startName));
  return Map.groupBy(own.toSorted((a, b) => a.seed - b.seed || a.round - b.round), ({ seed }) => seed);
}

function pointOf(budget: Budget, seeds: SeedsOf, round: number, full: SeedsOf | undefined, longer: SeedsOf | undefined): readonly CurvePointFigures[] {
  const rounds = [...seeds.values()].flat().filter((one) => one.round === round);
  const dice = meanDice(rounds);
  if (dice === null) return [];
  return [{ ...budget, dice, labels: meanLabels(rounds), shareOfFull: shareOf(rounds, full), shareOfLonger: shareOf(rounds, longer) }];
}

/** Of the seeds that both have. */
function shareOf(rounds: readonly RoundOutcome[], full: SeedsOf | undefined): number | null {
  const both = rounds.filter(({ seed }) => full?.has(seed));
  const whole = meanDice(both.flatMap(({ seed }) => full!.get(seed)!));
  const part = meanDice(both);
  return whole === null || part === null || whole.mean === 0 ? null : part.mean / whole.mean;
}

function meanDice(rounds: readonly RoundOutcome[]): PairedMean | null {
  const known = rounds.flatMap((one) => (one.meanDice === null ? [] : [one.meanDice]));
  return known.length === 0 ? null : meanOfDifferences(known);
}

function meanLabels(rounds: readonly RoundOutcome[]): readonly (number | null)[] {
  const judged = rounds.find(({ brokenOff }) => brokenOff === undefined);
  return (judged?.dice ?? []).map((_, label) => meanOfKnown(rounds.map(({ dice }) => dice[label] ?? null)));
}

/** Of the seeds that came to the last budget. */
function wholeCurves(seeds: SeedsOf, budgets: readonly Budget[]): ReadonlyMap<number, readonly BudgetPoint[]> {
  return new Map([...seeds].flatMap(([seed, rounds]) => {
    const points = rounds.flatMap(({ budget, meanDice: dice }): readonly BudgetPoint[] => (dice === null ? [] : [{ budget: budget.slices, dice }]));
    return points.length === budgets.length ? [[seed, points] as const] : [];
  }));
}

function comparisonsOf(curves: ReadonlyMap<string, ReadonlyMap<number, readonly BudgetPoint[]>>): readonly ArmComparison[] {
  const named = [...curves];
  return named.flatMap(([first, own], place) => named.slice(0, place).flatMap(([second, other]): readonly ArmComparison[] => {
    const shared = [...own.keys()].some((seed) => other.has(seed));
    return shared ? [{ first, second, area: compareArms(own, other) }] : [];
  }));
}
