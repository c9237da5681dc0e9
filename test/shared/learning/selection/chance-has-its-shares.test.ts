import { describe, expect, it } from 'vitest';
import { byNoisedDisagreement } from '#shared/learning/selection/by-uncertainty.ts';
import { chooseBatch } from '#shared/learning/selection/choose-batch.ts';
import { gumbelNoise } from '#shared/learning/selection/in-line.ts';
import { apart, candidate, cases, namedInOrder, question, reading } from './slices.ts';

const draws = 6_000;

/** Pearson's statistic; the given bounds are the distribution's 99.9th percentile for so many degrees of freedom, which a fixed seed passes or does not. */
function chiSquare(counts: readonly number[], probabilities: readonly number[]): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, n) => sum + (count - all * probabilities[n]!) ** 2 / (all * probabilities[n]!), 0);
}

describe('chance', () => {
  it('draws in PowerBALD in proportion to the disagreement, and then among the rest', () => {
    const scores = [0.4, 0.3, 0.2, 0.1];
    const slices = apart(scores.map((mutualInformation) => reading(0.5, { mutualInformation })));
    const first = scores.map(() => 0);
    const pairs = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const [one, other] = cases(namedInOrder(byNoisedDisagreement, question(slices, { seed }))).map((name) => Number(name.slice(5)));
      first[one!]!++;
      pairs.set(`${one}${other}`, (pairs.get(`${one}${other}`) ?? 0) + 1);
    }
    expect(chiSquare(first, scores)).toBeLessThan(16.27);
    const expected = scores.flatMap((a, i) => scores.flatMap((b, j) => (i === j ? [] : [{ name: `${i}${j}`, probability: (a * b) / (1 - a) }])));
    expect(chiSquare(expected.map(({ name }) => pairs.get(name) ?? 0), expected.map(({ probability }) => probability))).toBeLessThan(31.26);
  });

  it('makes Gumbel noise: its mean is Euler’s constant, its variance π²/6', () => {
    const values = Array.from({ length: 20_000 }, (_, n) => gumbelNoise(candidate('a', n), { seed: 1, round: 2 })());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.57722)).toBeLessThan(5 * Math.sqrt(Math.PI ** 2 / 6 / values.length));
    // The fourth standardised moment of the Gumbel distribution is 5.4.
    expect(Math.abs(variance - Math.PI ** 2 / 6)).toBeLessThan(5 * (Math.PI ** 2 / 6) * Math.sqrt(4.4 / values.length));
  });

  it('draws the blind share from all slices alike, whatever the strategy would have', () => {
    const slices = apart(Array.from({ length: 10 }, (_, n) => reading(n / 10)));
    const blind = slices.map(() => 0);
    const firstOfRandom = slices.map(() => 0);
    for (let seed = 0; seed < draws; seed++) {
      for (const { slice, why } of chooseBatch({ candidates: slices, complete: [], size: 5, round: 0, seed, strategy: 'entropy' })) {
        if (why === 'uniform') blind[Number(slice.caseId.slice(5))]!++;
      }
      firstOfRandom[Number(chooseBatch({ candidates: slices, complete: [], size: 1, round: 0, seed, strategy: 'random' })[0]!.slice.caseId.slice(5))]!++;
    }
    expect(blind.reduce((sum, count) => sum + count, 0)).toBe(draws);
    expect(chiSquare(blind, slices.map(() => 0.1))).toBeLessThan(27.88);
    expect(chiSquare(firstOfRandom, slices.map(() => 0.1))).toBeLessThan(27.88);
  });
});
