import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomDraws } from '#shared/learning/random.ts';
import { curvePoints, diceCurve, effortToGo, wantedDiceRule, type Round } from '#shared/learning/statistics/dice-curve.ts';
import { curveRule, effortFor, fitLearningCurve, qualityAt, type CurvePoint, type LearningCurve } from '#shared/learning/statistics/learning-curve.ts';
import { askAboutArrays } from '../../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../../python/python.ts';

const efforts = [50, 100, 150, 250, 400, 600];
const truth: LearningCurve = { asymptote: 0.9, drop: 3, power: 0.7 };
const roundsAt = (curve: LearningCurve, slices: readonly number[], noise: (place: number) => number = () => 0): Round[] =>
  slices.map((effort, place) => ({ slices: effort, minutes: effort / 4, dice: qualityAt(curve, effort) + noise(place), start: 'cold' }));

/** What a fit has to make small: Huber's loss. */
function costOf(curve: LearningCurve, points: readonly CurvePoint[]): number {
  return points.reduce((sum, { effort, quality }) => {
    const off = Math.abs(quality - qualityAt(curve, effort));
    return sum + (off <= curveRule.outlier ? off * off : curveRule.outlier * (2 * off - curveRule.outlier));
  }, 0);
}

describe('the curve', () => {
  it('goes through points that lie on one', () => {
    fc.assert(fc.property(
      fc.double({ min: 0.6, max: 0.99, noNaN: true }), fc.double({ min: 0.05, max: 0.5, noNaN: true }), fc.double({ min: 0.2, max: 1.5, noNaN: true }),
      fc.double({ min: 0.1, max: 1000, noNaN: true }),
      (asymptote, fall, power, unit) => {
        const curve = { asymptote, drop: fall * unit ** power, power };
        const points = [1, 2, 3, 5, 8, 12].map((times) => ({ effort: times * unit, quality: qualityAt(curve, times * unit) }));
        const found = fitLearningCurve(points);
        for (const { effort, quality } of points) expect(qualityAt(found, effort)).toBeCloseTo(quality, 5);
        expect(found.asymptote).toBeCloseTo(asymptote, 2);
      },
    ), { numRuns: 60 });
  });

  it('does not bend for one round that went wrong', () => {
    const points = curvePoints(roundsAt(truth, [...efforts, 800, 1000], (place) => (place === 4 ? -0.2 : 0)), 'slices');
    const found = fitLearningCurve(points);
    expect(qualityAt(found, 1000)).toBeCloseTo(qualityAt(truth, 1000), 2);
    expect(qualityAt(found, 400)).toBeCloseTo(qualityAt(truth, 400), 2);
  });

  it('never promises more than 1, nor less with more work', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 8 }), (dice) => {
      const found = fitLearningCurve(dice.map((quality, n) => ({ effort: 10 * (n + 1), quality })));
      expect(found.asymptote).toBeLessThanOrEqual(1);
      expect(found.drop).toBeGreaterThanOrEqual(0);
    }), { numRuns: 100 });
  });

  it('effort and quality are each other\'s inverse', () => {
    expect(qualityAt(truth, effortFor(truth, 0.85))).toBeCloseTo(0.85, 12);
    // 0.9 − 3 n^−0.7 = 0.85 where n = 60^(1/0.7).
    expect(effortFor(truth, 0.85)).toBeCloseTo(60 ** (1 / 0.7), 8);
    expect(effortFor(truth, 0.9)).toBe(Infinity);
  });

  it.skipIf(!pythonAvailable)(`is nowhere worse than what SciPy finds from many starts${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
    const sets = Array.from({ length: 6 }, (_, set) => {
      const draws = randomDraws(5, 'noise', set, 0);
      return curvePoints(roundsAt({ asymptote: 0.8 + 0.02 * (set % 5), drop: 2, power: 0.4 + 0.1 * (set % 4) }, efforts.slice(0, 4 + set % 3),
        (place) => 0.015 * draws.normal() - (set % 3 === 0 && place === 2 ? 0.1 : 0)), 'slices');
    });
    const costs = askAboutArrays(`
from scipy import optimize
def best(points):
    n, q = numpy.array([p['effort'] for p in points]), numpy.array([p['quality'] for p in points])
    unit = numpy.exp(numpy.log(n).mean())
    found = []
    for power in (0.1, 0.5, 1.5):
        for asymptote in (0.95,):
            found.append(optimize.least_squares(lambda v: q - v[0] + v[1] * (n / unit) ** -v[2], (asymptote, 0.1, power),
                bounds=((-numpy.inf, 0, parameters['smallest']), (1, numpy.inf, parameters['largest'])), loss='huber', f_scale=parameters['outlier'],
                xtol=1e-10, ftol=1e-12, gtol=1e-12, max_nfev=200).cost)
    return 2 * min(found)
answer([best(points) for points in parameters['sets']])
`, { nothing: Uint8Array.of(0) }, { sets, outlier: curveRule.outlier, smallest: curveRule.smallestPower, largest: curveRule.largestPower }) as number[];
    for (const [set, points] of sets.entries()) expect(costOf(fitLearningCurve(points), points)).toBeLessThanOrEqual(costs[set]! * 1.0001 + 1e-10);
  });
});

describe('how much more', () => {
  it('cannot be told from three rounds, nor from four of which two had the same labels', () => {
    expect(effortToGo(roundsAt(truth, [50, 100, 150]), 'slices', 0.85, 1)).toEqual({ outcome: 'cannot-be-told-yet', rounds: 3, fewestRounds: 4 });
    expect(effortToGo(roundsAt(truth, [50, 100, 100, 150]), 'slices', 0.85, 1)).toMatchObject({ outcome: 'cannot-be-told-yet', rounds: 3 });
    expect(effortToGo([], 'slices', 0.85, 1)).toMatchObject({ outcome: 'cannot-be-told-yet', rounds: 0 });
    expect(diceCurve(curvePoints(roundsAt(truth, [50, 100, 150]), 'slices'))).toBeNull();
  });

  it('is what the curve says, in slices and in minutes, within an interval', () => {
    const slices = effortToGo(roundsAt(truth, efforts), 'slices', 0.87, 1);
    const needed = 100 ** (1 / 0.7);
    expect(slices).toMatchObject({ outcome: 'estimated', level: 0.8 });
    if (slices.outcome !== 'estimated') return;
    expect(slices.more).toBeGreaterThan(0.98 * (needed - 600));
    expect(slices.more).toBeLessThan(1.02 * (needed - 600));
    expect(slices.low).toBeLessThan(slices.more);
    expect(slices.high ?? Infinity).toBeGreaterThan(slices.more);
    const minutes = effortToGo(roundsAt(truth, efforts), 'minutes', 0.87, 1);
    expect(minutes.outcome === 'estimated' && minutes.more).toBeCloseTo(slices.more / 4, 1);
  });

  it('rounds without a Dice or without minutes are no points', () => {
    const rounds = roundsAt(truth, efforts).map((round, n): Round => ({ ...round, dice: n === 0 ? null : round.dice, minutes: n === 1 ? 0 : round.minutes }));
    expect(curvePoints(rounds, 'slices').map(({ effort }) => effort)).toEqual(efforts.slice(1));
    expect(curvePoints(rounds, 'minutes')).toHaveLength(4);
  });

  it('is nothing where the last round is there already', () => {
    expect(effortToGo(roundsAt(truth, efforts), 'slices', 0.8, 1)).toMatchObject({ outcome: 'reached' });
    expect(effortToGo(roundsAt(truth, [600]), 'slices', 0.8, 1)).toEqual({ outcome: 'reached', curve: null });
    // What is in use may be another than the last one: that was held back.
    expect(effortToGo(roundsAt(truth, [600]), 'slices', 0.8, 1, 0.78)).toMatchObject({ outcome: 'cannot-be-told-yet' });
    expect(effortToGo(roundsAt(truth, [50]), 'slices', 0.8, 1, 0.81)).toEqual({ outcome: 'reached', curve: null });
  });

  it('a Dice above the asymptote, or one that more than a hundred times the work would take, is not for this method', () => {
    const above = effortToGo(roundsAt(truth, efforts), 'slices', 0.95, 1);
    expect(above).toMatchObject({ outcome: 'not-with-this-method' });
    expect(above.outcome === 'not-with-this-method' && above.chance).toBeLessThan(0.2);
    const steep = { asymptote: 0.8, drop: 3, power: 1 };
    // 0.8 − 3 / n reaches 0.79999 with 300,000 slices.
    expect(effortToGo(roundsAt(steep, efforts), 'slices', 0.79999, 1)).toMatchObject({ outcome: 'not-with-this-method' });
    expect(effortToGo(roundsAt({ asymptote: 0.7, drop: 0, power: 1 }, efforts), 'slices', 0.75, 1)).toMatchObject({ outcome: 'not-with-this-method' });
  });

  it('is the same each time, and its end may be open', () => {
    const shaken = roundsAt(truth, efforts.slice(0, 4), (place) => [0.02, -0.02, 0.02, -0.01][place]!);
    const told = effortToGo(shaken, 'slices', 0.84, 9);
    expect(effortToGo(shaken, 'slices', 0.84, 9)).toEqual(told);
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
    expect(wantedDiceRule.level).toBe(0.8);
  });

  it('lies within the interval about as often as that says', () => {
    const needed = 120 ** (1 / 0.7) - 600;
    const told = Array.from({ length: 20 }, (_, seed) => {
      const draws = randomDraws(seed, 'noise', 0, 0);
      return effortToGo(roundsAt(truth, efforts, () => 0.003 * draws.normal()), 'slices', 0.875, seed);
    }).filter((one) => one.outcome === 'estimated');
    expect(told.length).toBeGreaterThanOrEqual(18);
    const within = told.filter(({ low, high }) => low <= needed && needed <= (high ?? Infinity)).length;
    // Of 20 with a chance of 0.8, 11 or fewer come once in a hundred times.
    expect(within).toBeGreaterThanOrEqual(12);
    // And it says something: an end that is open, or beyond ten times today's work, is the exception.
    expect(told.filter(({ high }) => high !== null && high < 6000).length).toBeGreaterThanOrEqual(12);
  });
});
