import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderBudget, compareArms, meanOfDifferences, type BudgetPoint } from '#shared/learning/statistics/budget-area.ts';
import { studentQuantile } from '#shared/learning/statistics/student-t.ts';
import { askAboutArrays } from '../../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../../python/python.ts';

const budgets = [56, 112, 168, 280, 448, 672];
const curve = (dice: readonly number[]): BudgetPoint[] => dice.map((one, n) => ({ budget: budgets[n]!, dice: one }));

describe('the area', () => {
  it('of a level curve is its Dice; of one that rises by as much with each doubling the middle', () => {
    expect(areaUnderBudget(curve([0.8, 0.8, 0.8, 0.8, 0.8, 0.8]))).toBeCloseTo(0.8, 12);
    expect(areaUnderBudget([1, 2, 4, 8].map((budget, n) => ({ budget, dice: 0.5 + 0.1 * n })))).toBeCloseTo(0.65, 12);
    // From 1 to 4 two doublings, then three to 32: (2 · 0.5 + 3 · 0.7) / 5.
    expect(areaUnderBudget([{ budget: 32, dice: 0.8 }, { budget: 1, dice: 0.4 }, { budget: 4, dice: 0.6 }])).toBeCloseTo(0.62, 12);
  });

  it('does not depend on the unit of the budget', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (dice, unit) => {
      const scaled = curve(dice).map(({ budget, dice: one }) => ({ budget: budget * unit, dice: one }));
      expect(areaUnderBudget(scaled)).toBeCloseTo(areaUnderBudget(curve(dice)), 10);
    }));
  });

  it('of one budget, of one that comes twice, of none or of nothing is refused', () => {
    for (const points of [[], curve([0.8]), [...curve([0.8, 0.9]), ...curve([0.8])], [{ budget: 0, dice: 0 }, { budget: 1, dice: 0.5 }]]) {
      expect(() => areaUnderBudget(points)).toThrow(RangeError);
    }
  });
});

describe('two arms', () => {
  it('are compared over the seeds that both have, each seed with itself', () => {
    const first = new Map([[1, curve([0.6, 0.7])], [2, curve([0.2, 0.3])], [3, curve([0.9, 0.9])]]);
    const second = new Map([[2, curve([0.1, 0.2])], [1, curve([0.5, 0.6])], [4, curve([0, 0])]]);
    expect(compareArms(first, second)).toEqual({ mean: expect.closeTo(0.1, 12) as number, n: 2, interval: { low: expect.closeTo(0.1, 12) as number, high: expect.closeTo(0.1, 12) as number, level: 0.95 } });
  });

  it('with other budgets are refused, a slice more is not', () => {
    const other = (budget: number) => new Map([[1, [{ budget: 56, dice: 0.5 }, { budget, dice: 0.5 }]]]);
    expect(() => compareArms(other(112), other(168))).toThrow(RangeError);
    expect(compareArms(other(112), other(113)).mean).toBeCloseTo(0, 12);
    expect(() => compareArms(other(112), new Map([[1, curve([0.5, 0.5, 0.5])]]))).toThrow(RangeError);
    expect(() => compareArms(other(112), new Map([[2, curve([0.5, 0.5])]]))).toThrow(RangeError);
  });

  it('of a single seed have a difference and no interval', () => {
    expect(meanOfDifferences([0.02])).toEqual({ mean: 0.02, n: 1, interval: null });
  });
});

it('the quantiles of Student\'s own distribution for one and two degrees are elementary', () => {
  for (const share of [0.001, 0.05, 0.3, 0.5, 0.7, 0.9, 0.975, 0.9999]) {
    const relative = (found: number, known: number): number => Math.abs(found - known) / Math.max(1e-3, Math.abs(known));
    expect(relative(studentQuantile(share, 1), Math.tan(Math.PI * (share - 0.5)))).toBeLessThan(1e-10);
    expect(relative(studentQuantile(share, 2), (2 * share - 1) * Math.sqrt(2 / (4 * share * (1 - share))))).toBeLessThan(1e-10);
  }
  expect(studentQuantile(0.975, 4)).toBeCloseTo(2.776, 3);
  // Next to the middle the distribution of four degrees rises by 3/8.
  expect(studentQuantile(0.500001, 4)).toBeCloseTo(1e-6 / 0.375, 14);
  for (const [share, freedom] of [[0, 3], [1, 3], [0.5, 0], [NaN, 2]] as const) expect(() => studentQuantile(share, freedom)).toThrow(RangeError);
});

it.skipIf(!pythonAvailable)(`areas, quantiles and intervals are those of NumPy and SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const asked = [1, 2, 3, 4, 5, 7, 9, 12, 19, 30, 60, 120, 500, 5000, 0.5, 2.5].flatMap((freedom) => [0.0005, 0.1, 0.5, 0.6, 0.9, 0.975, 0.995, 0.99999].map((share) => [share, freedom] as const));
  const arms = [[0.61, 0.7, 0.74, 0.81, 0.83, 0.85], [0.55, 0.72, 0.75, 0.8, 0.84, 0.84], [0.6, 0.66, 0.73, 0.79, 0.82, 0.86], [0.58, 0.7, 0.72, 0.8, 0.83, 0.85], [0.62, 0.69, 0.76, 0.8, 0.84, 0.86]];
  const others = arms.map((dice, seed) => dice.map((one, n) => one - 0.01 * ((seed * 7 + n * 3) % 5) + 0.012));
  const theirs = askAboutArrays(`
from scipy import stats
area = lambda dice: numpy.trapezoid(dice, numpy.log(parameters['budgets'])) / numpy.ptp(numpy.log(parameters['budgets']))
first, second = ([area(dice) for dice in parameters[name]] for name in ('arms', 'others'))
test = stats.ttest_rel(first, second)
answer({'quantiles': [float(stats.t.ppf(*one)) for one in parameters['asked']], 'first': first,
  'interval': list(test.confidence_interval(0.95)), 'narrow': list(test.confidence_interval(0.8))})
`, { nothing: Uint8Array.of(0) }, { asked, arms, others, budgets }) as { quantiles: number[]; first: number[]; interval: [number, number]; narrow: [number, number] };
  for (const [place, [share, freedom]] of asked.entries()) {
    const known = theirs.quantiles[place]!;
    expect(Math.abs(studentQuantile(share, freedom) - known) / Math.max(1e-3, Math.abs(known)), `t of ${share}, ${freedom}`).toBeLessThan(1e-8);
  }
  expect(arms.map((dice) => areaUnderBudget(curve(dice)))).toEqual(theirs.first.map((area) => expect.closeTo(area, 12) as number));
  const bySeed = (all: readonly (readonly number[])[]) => new Map(all.map((dice, seed) => [seed, curve(dice)]));
  for (const [level, [low, high]] of [[0.95, theirs.interval], [0.8, theirs.narrow]] as const) {
    expect(compareArms(bySeed(arms), bySeed(others), level).interval).toEqual({ low: expect.closeTo(low, 10) as number, high: expect.closeTo(high, 10) as number, level });
  }
});
