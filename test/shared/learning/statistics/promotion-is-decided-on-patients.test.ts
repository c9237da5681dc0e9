import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures } from '#shared/learning/evaluation/measure-case.ts';
import { pairedBootstrap } from '#shared/learning/statistics/paired-bootstrap.ts';
import { decidePromotion, promotionRule, type PromotionDecision } from '#shared/learning/statistics/promotion.ts';
import { askAboutArrays } from '../../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../../python/python.ts';
import { judged, test, twoLabels, validation } from './judged-cases.ts';

const decide = (earlier: readonly CaseJudgement[], later: readonly CaseJudgement[], seed = 1): PromotionDecision =>
  decidePromotion({ ...validation(earlier), labels: twoLabels }, validation(later), twoLabels, seed);
/** Both labels of every patient, changed by so much each. */
const people = (figures: readonly number[], first = 0, second = first): CaseJudgement[] =>
  figures.map((dice, n) => judged(`p${n}`, { 1: dice + first, 5: dice - 0.1 + second }));
const six = [0.9, 0.82, 0.88, 0.79, 0.85, 0.9];

describe('the rule', () => {
  it('a model that is worse with every patient stays behind, in the mean and in both labels', () => {
    const decision = decide(people(six), people(six, -0.02));
    expect(decision).toMatchObject({ promoted: false, because: 'worse', worseIn: ['mean', 1, 5], patients: 6, cases: 6, rough: false });
    expect(decision.mean).toMatchObject({ probabilityWorse: 1, patients: 6, difference: expect.closeTo(-0.02, 12) as number });
    expect(decision.mean?.interval).toEqual({ low: expect.closeTo(-0.02, 12) as number, high: expect.closeTo(-0.02, 12) as number, level: 0.8 });
  });

  it('one label that is worse is enough, however much the mean has gained', () => {
    const decision = decide(people(six), people(six, 0.05, -0.01));
    expect(decision).toMatchObject({ promoted: false, because: 'worse', worseIn: [5] });
    expect(decision.mean?.probabilityWorse).toBe(0);
  });

  it('worse by 0.005 is not worse, by 0.0051 it is', () => {
    expect(decide(people(six), people(six, -0.005))).toMatchObject({ promoted: true, because: 'not-shown-worse', worseIn: [], mean: { probabilityWorse: 0 } });
    expect(decide(people(six), people(six, -0.0051))).toMatchObject({ promoted: false });
  });

  it('a difference that chance can make does not hold a model back', () => {
    const shaken = six.map((dice, n) => dice + (n % 2 === 0 ? -0.03 : 0.02));
    const decision = decide(people(six), people(shaken));
    expect(decision.mean?.difference).toBeCloseTo(-0.005, 12);
    expect(decision.promoted).toBe(true);
    expect(decision.mean?.probabilityWorse).toBeGreaterThan(0.2);
    expect(decision.mean?.probabilityWorse).toBeLessThan(0.8);
  });
});

describe('who counts', () => {
  it('the first model, and one that nobody or a single patient compares, become active with the reason told', () => {
    expect(decidePromotion(null, validation(people(six)), twoLabels, 1)).toMatchObject({ promoted: true, because: 'no-earlier-model', mean: null, patients: 0, rough: false });
    expect(decide(people(six), [])).toMatchObject({ promoted: true, because: 'cannot-tell', patients: 0, mean: null });
    const alone = decide(people([0.9]), people([0.9], -0.5));
    expect(alone).toMatchObject({ promoted: true, because: 'cannot-tell', patients: 1, rough: false, mean: null });
    expect(alone.labels).toEqual(twoLabels.map((label) => ({ ...label, compared: null })));
  });

  it('two patients with whom it is worse hold it back, and the decision says that this is rough', () => {
    expect(decide(people([0.9, 0.8]), people([0.9, 0.8], -0.02))).toMatchObject({ promoted: false, rough: true });
    // One of the two: a quarter of the resamples holds that patient alone.
    const one = decide(people([0.9, 0.8]), people([0.9, 0.7]));
    expect(one.promoted).toBe(true);
    expect(Math.abs(one.mean!.probabilityWorse - 0.75)).toBeLessThan(5 * Math.sqrt(0.75 * 0.25 / promotionRule.resamples));
  });

  it('a patient with ten cases weighs as much as one with a single case', () => {
    const many = (dice: number) => Array.from({ length: 10 }, (_, n) => judged('many', { 1: dice, 5: dice }, { caseId: `m${n}` }));
    const decision = decide([...many(0.8), judged('single', { 1: 0.6, 5: 0.6 })], [...many(0.7), judged('single', { 1: 0.8, 5: 0.8 })]);
    expect(decision).toMatchObject({ patients: 2, cases: 11 });
    expect(decision.mean?.earlier).toBeCloseTo(0.7, 12);
    expect(decision.mean?.difference).toBeCloseTo(0.05, 12);
  });

  it('a label in neither mask is left out; one that the later model invents costs it', () => {
    const without = six.map((dice, n) => judged(`p${n}`, { 1: dice, 5: null }));
    const left = decide(without, without);
    expect(left.labels[1]?.compared).toBeNull();
    expect(left.mean?.earlier).toBeCloseTo(six.reduce((sum, dice) => sum + dice, 0) / 6, 12);
    const invented = six.map((dice, n) => judged(`p${n}`, { 1: dice }, { labels: { 1: { ...noMeasures, found: 'both', dice, volumeReference: 2 }, 5: { ...noMeasures, found: 'invented', dice: 0 } } }));
    expect(decide(without, invented)).toMatchObject({ promoted: false, worseIn: ['mean'] });
  });

  it('a label is compared over those who have it', () => {
    const some = six.map((dice, n) => judged(`p${n}`, { 1: dice, 5: n < 3 ? 0.5 : null }));
    const better = six.map((dice, n) => judged(`p${n}`, { 1: dice, 5: n < 3 ? 0.6 : null }));
    expect(decide(some, better).labels[1]?.compared).toMatchObject({ patients: 3, earlier: 0.5, later: expect.closeTo(0.6, 12) as number, probabilityWorse: 0 });
  });

  it('cases that only one of them was judged by, or against another reference each, say nothing', () => {
    const partly = (complete: number) => ({ partly: { complete, slices: 30 } });
    const grown = judged('p1', { 1: 0.1, 5: 0.1 }, partly(9));
    const drawnSince = judged('p2', { 1: 0.1, 5: null });
    const larger = judged('p3', { 1: 0.1, 5: 0.1 }, { labels: { ...judged('p3', { 5: 0.1 }).labels, 1: { ...noMeasures, found: 'both', dice: 0.1, volumeReference: 2.1 } } });
    const later = [people(six)[0]!, grown, drawnSince, larger, people(six)[4]!, judged('new', { 1: 0.1, 5: 0.1 })];
    const decision = decide(people(six).map((one, n) => (n === 1 ? { ...one, ...partly(5) } : one)), later);
    expect(decision).toMatchObject({ patients: 2, cases: 2, mean: { difference: 0 } });
    expect(decision.leftOut).toEqual({ earlierAlone: ['case of p5'], laterAlone: ['case of new'], otherReference: ['case of p1', 'case of p2', 'case of p3'], taughtEarlier: [] });
  });

  it('a label that the earlier model does not know neither hides a patient from the comparison nor counts in it', () => {
    const [first] = twoLabels;
    const before = six.map((dice, n) => judged(`p${n}`, { 1: dice }));
    const known = { ...validation(before), labels: [first] };
    // With the new label in the mean the later model would look worse by 0.05: it has just begun to learn it.
    const better = decidePromotion(known, validation(people(six, 0.01, 0)), twoLabels, 1);
    expect(better).toMatchObject({ promoted: true, because: 'not-shown-worse', patients: 6, mean: { difference: expect.closeTo(0.01, 12) as number } });
    expect(better.labels.map(({ value, compared }) => [value, compared === null])).toEqual([[1, false], [5, true]]);
    expect(decidePromotion(known, validation(people(six, -0.02, 0)), twoLabels, 1)).toMatchObject({ promoted: false, worseIn: ['mean', 1] });
    // Nothing that both know: nothing to compare.
    expect(decidePromotion({ ...known, labels: [{ value: 9, name: 'other' }] }, validation(people(six)), twoLabels, 1)).toMatchObject({ because: 'cannot-tell', promoted: true });
  });

  it('patients whom the earlier model was taught with are left out, and named', () => {
    const taughtBy = new Set(['case of p0', 'case of p1', 'case of p2', 'case of p3']);
    const earlier = people(six).map((one) => (taughtBy.has(one.caseId) ? judged(one.patient, { 1: 0.99, 5: 0.99 }) : one));
    const decision = decidePromotion({ ...validation(earlier), labels: twoLabels, taughtBy }, validation(people(six)), twoLabels, 1);
    expect(decision).toMatchObject({ promoted: true, because: 'not-shown-worse', patients: 2, mean: { difference: 0 }, leftOut: { taughtEarlier: [...taughtBy], earlierAlone: [], laterAlone: [] } });
    expect(decidePromotion({ ...validation(earlier), labels: twoLabels }, validation(people(six)), twoLabels, 1).promoted).toBe(false);
  });

  it('a patient who was renamed is who he is today', () => {
    const renamed = people(six).map((one, n) => (n < 2 ? { ...one, patient: 'together' } : one));
    expect(decide(people(six), renamed)).toMatchObject({ patients: 5, mean: { difference: 0 } });
  });

  it('figures of the test set cannot be handed in', () => {
    // @ts-expect-error -- the compiler refuses them
    const refused = () => decidePromotion({ ...test(people(six)), labels: twoLabels }, validation(people(six)), twoLabels, 1);
    // @ts-expect-error -- and cases of which nobody says whose they are
    const unnamed = () => decidePromotion(people(six), validation(people(six)), twoLabels, 1);
    expect([refused, unnamed]).toHaveLength(2);
  });
});

describe('what always holds', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
  const figures = fc.array(fc.tuple(share, share, share, share), { minLength: 1, maxLength: 8 });
  const both = (all: readonly (readonly [number, number, number, number])[], gain = 0) => [
    all.map(([a, b], n) => judged(`p${n}`, { 1: a / 2 + 0.1, 5: b / 2 + 0.1 })),
    all.map(([, , a, b], n) => judged(`p${n}`, { 1: a / 2 + 0.1 + gain, 5: b / 2 + 0.1 + gain })),
  ] as const;

  it('the decision is plain JSON, the same each time and in whatever order the cases come', () => {
    fc.assert(fc.property(figures, fc.nat(), (all, seed) => {
      const [earlier, later] = both(all);
      const decision = decide(earlier, later, seed);
      expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
      expect(decide([...earlier].reverse(), [...later].reverse(), seed)).toEqual(decision);
    }), { numRuns: 15 });
  });

  it('a later model that is better by as much with everyone is never held back instead', () => {
    fc.assert(fc.property(figures, fc.nat(), fc.integer({ min: 1, max: 300 }), (all, seed, gain) => {
      const worse = decide(...both(all), seed);
      const better = decide(...both(all, gain / 1000), seed);
      expect(Number(better.promoted)).toBeGreaterThanOrEqual(Number(worse.promoted));
    }), { numRuns: 15 });
  });
});

it.skipIf(!pythonAvailable)(`probability and interval are those of SciPy's paired bootstrap${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const before = [0.9132, 0.8317, 0.8793, 0.7904, 0.8541, 0.9026, 0.7018, 0.8089, 0.7677, 0.9311];
  const after = [0.9007, 0.8436, 0.8625, 0.7921, 0.8012, 0.9119, 0.7133, 0.7748, 0.7703, 0.9254];
  const { labels: [one] } = pairedBootstrap([before], [after], { ...promotionRule, seed: 3 });
  const theirs = askAboutArrays(`
from scipy import stats
before, after = (numpy.array(parameters[name]) for name in ('before', 'after'))
found = stats.bootstrap((before, after), lambda a, b, axis=-1: (b - a).mean(axis), paired=True, vectorized=True,
  n_resamples=40000, confidence_level=0.8, method='percentile', rng=numpy.random.default_rng(0))
answer([found.confidence_interval.low, found.confidence_interval.high, float((found.bootstrap_distribution < -0.005 - 1e-9).mean())])
`, { nothing: Uint8Array.of(0) }, { before, after }) as [number, number, number];
  expect(one).toMatchObject({ earlier: expect.closeTo(0.83808, 12) as number, difference: expect.closeTo(-0.0085, 12) as number });
  // Four standard errors of 10,000 draws, of quantiles whose density is that of a normal distribution.
  expect(Math.abs(one!.interval.low - theirs[0])).toBeLessThan(4e-4);
  expect(Math.abs(one!.interval.high - theirs[1])).toBeLessThan(4e-4);
  expect(Math.abs(one!.probabilityWorse - theirs[2])).toBeLessThan(0.015);
});
