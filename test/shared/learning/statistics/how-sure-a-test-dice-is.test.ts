import { expect, it } from 'vitest';
import { testFigures, testIntervalRule } from '#shared/learning/statistics/test-interval.ts';
import { askAboutArrays } from '../../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../../python/python.ts';
import { judged, test, twoLabels, validation } from './judged-cases.ts';

const figures = [0.91, 0.83, 0.88, 0.79, 0.85, 0.9, 0.7, 0.81, 0.77, 0.93];
const people = (count: number) => test(figures.slice(0, count).map((dice, n) => judged(`p${n}`, { 1: dice, 5: dice - 0.2 })));

it('under 5 patients or 30 slices there is a Dice and no interval', () => {
  const four = testFigures(people(4), 500, twoLabels, 1);
  expect(four).toMatchObject({ tooFew: true, patients: 4, slices: 500, mean: { interval: null } });
  expect(four.mean.dice).toBeCloseTo((0.91 + 0.83 + 0.88 + 0.79) / 4 - 0.1, 12);
  expect(testFigures(people(5), 29, twoLabels, 1)).toMatchObject({ tooFew: true, labels: [{ interval: null }, { interval: null }] });
  const five = testFigures(people(5), 30, twoLabels, 1);
  expect(five.tooFew).toBe(false);
  expect(five.mean.interval!.low).toBeLessThan(five.mean.dice!);
  expect(five.mean.interval!.high).toBeGreaterThan(five.mean.dice!);
  expect(testFigures(test([...people(5).cases].reverse()), 30, twoLabels, 1)).toEqual(five);
});

it('five cases of one patient are one patient', () => {
  const same = test(figures.slice(0, 5).map((dice, n) => judged('same', { 1: dice, 5: dice }, { caseId: `c${n}` })));
  expect(testFigures(same, 300, twoLabels, 1)).toMatchObject({ tooFew: true, patients: 1 });
});

it('a label that fewer than five of the patients hold has no interval, the others have', () => {
  const some = test(figures.map((dice, n) => judged(`p${n}`, { 1: dice, 5: n < 4 ? dice : null })));
  const { labels } = testFigures(some, 100, twoLabels, 1);
  expect(labels[0]!.interval).not.toBeNull();
  expect(labels[1]).toMatchObject({ interval: null, dice: expect.closeTo((0.91 + 0.83 + 0.88 + 0.79) / 4, 12) as number });
});

it('without any case there is no figure', () => {
  expect(testFigures(test([]), 0, twoLabels, 1)).toMatchObject({ tooFew: true, patients: 0, mean: { dice: null, interval: null } });
});

it('figures of the validation cannot be handed in', () => {
  // @ts-expect-error -- the compiler refuses them
  expect(() => testFigures(validation([]), 0, twoLabels, 1)).not.toThrow();
});

it.skipIf(!pythonAvailable)(`the interval is that of SciPy's bootstrap over patients${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const { labels: [one] } = testFigures(people(10), 100, twoLabels, 7);
  const [low, high] = askAboutArrays(`
from scipy import stats
found = stats.bootstrap((numpy.array(parameters),), numpy.mean, n_resamples=40000, confidence_level=0.95, method='percentile', rng=numpy.random.default_rng(0))
answer([found.confidence_interval.low, found.confidence_interval.high])
`, { nothing: Uint8Array.of(0) }, figures) as [number, number];
  expect(one!.interval!.level).toBe(testIntervalRule.level);
  // Four standard errors of 10,000 draws.
  expect(Math.abs(one!.interval!.low - low)).toBeLessThan(0.0025);
  expect(Math.abs(one!.interval!.high - high)).toBeLessThan(0.0025);
});
