import { describe, expect, it } from 'vitest';
import { armsOf } from '#shared/learning/simulation/arms.ts';
import { budgetsOf } from '#shared/learning/simulation/budgets.ts';
import { figuresOf } from '#shared/learning/simulation/figures.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';

const budgets = budgetsOf([1, 2, 4], 1000);
const arms = armsOf({ strategies: ['random', 'entropy'], warm: 'entropy', predicted: null, full: true, longer: true });

const outcome = (arm: string, seed: number, round: number, dice: number): RoundOutcome => ({
  format: 'lamina-simulation-round', version: 1, arm, seed, round, steps: 10, shown: [],
  budget: budgets[round - 1]!, dice: [dice - 0.1, dice + 0.1], meanDice: dice, cases: [], seconds: { training: 1, judging: 1 }, warnings: [],
});
const curve = (arm: string, seed: number, ...dice: number[]): RoundOutcome[] => dice.map((one, place) => outcome(arm, seed, place + 2, one));

describe('figures', () => {
  const outcomes = [
    outcome('start', 1, 1, 0.4), outcome('start', 2, 1, 0.5),
    ...curve('random', 1, 0.6, 0.7), ...curve('random', 2, 0.6, 0.8),
    ...curve('entropy', 1, 0.7, 0.8), ...curve('entropy', 2, 0.64, 0.84),
    ...curve('entropy-warm', 1, 0.7),
    outcome('full', 1, 1, 0.8), outcome('full', 2, 1, 0.9), outcome('full-4', 2, 1, 1),
  ];
  const { arms: [random, entropy, warm], full, comparisons } = figuresOf(arms, budgets, outcomes);

  it('are means over seeds, with the round that all share', () => {
    expect(random!.points.map(({ percent, slices, dice }) => [percent, slices, dice.n, dice.mean])).toEqual([[1, 10, 2, 0.45], [2, 20, 2, 0.6], [4, 40, 2, 0.75]]);
    expect(entropy!.points[0]).toEqual(random!.points[0]);
    expect(random!.points[0]!.labels[0]).toBeCloseTo(0.35, 12);
    // Of two, ± 12.706 standard errors (the 97.5 percentile of Student's t with one degree of freedom): 0.05 each.
    expect(random!.points[0]!.dice.interval!.high).toBeCloseTo(0.45 + 12.7062 * 0.05, 4);
  });

  it('are areas of which each doubling counts alike, compared seed by seed', () => {
    // Trapezoids: (½·first + second + ½·third) / 2. Random: 0.575 and 0.625. Entropy: 0.65 and 0.655.
    expect(random!.area!.mean).toBeCloseTo(0.6, 12);
    expect(entropy!.area!.mean).toBeCloseTo(0.6525, 12);
    const compared = comparisons.find(({ first, second }) => first === 'entropy' && second === 'random')!;
    // 0.075 and 0.03.
    expect(compared.area).toMatchObject({ n: 2 });
    expect(compared.area.mean).toBeCloseTo(0.0525, 12);
    expect(compared.area.interval!.low).toBeCloseTo(0.0525 - 12.7062 * 0.0225, 4);
  });

  it('are shares of all slices of the same seeds', () => {
    expect(full.map(({ name, dice }) => [name, dice.n])).toEqual([['full', 2], ['full-4', 1]]);
    expect(random!.points[2]!.shareOfFull).toBeCloseTo(0.75 / 0.85, 12);
    // Only seed 2 was taught for longer.
    expect(random!.points[2]!.shareOfLonger).toBeCloseTo(0.8, 12);
  });

  it('tell nothing of an arm that has not come to its last budget but what is there', () => {
    expect(warm).toMatchObject({ name: 'entropy-warm', strategy: 'entropy', warm: true, area: null });
    expect(warm!.points.map(({ percent, dice }) => [percent, dice.n])).toEqual([[1, 2], [2, 1]]);
    expect(comparisons).toHaveLength(1);
  });

  it('of a simulation that has hardly begun are empty, and of one budget there is no area', () => {
    expect(figuresOf(arms, budgets, [])).toMatchObject({ arms: [{ points: [], area: null }, { points: [] }, { points: [] }], full: [], comparisons: [] });
    const [only] = figuresOf(arms, budgets.slice(0, 1), [outcome('start', 1, 1, 0.4)]).arms;
    expect(only).toMatchObject({ area: null, points: [{ dice: { mean: 0.4, interval: null }, shareOfFull: null }] });
  });
});
