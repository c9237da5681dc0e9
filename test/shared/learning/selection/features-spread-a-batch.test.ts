import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreSet } from '#shared/learning/selection/core-set.ts';
import { representative } from '#shared/learning/selection/representative.ts';
import { apart, cases, namedInOrder, question, reading } from './slices.ts';

const points = (least: number) => fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 20, maxLength: 20 }), { minLength: least, maxLength: 12 });
const unread = (features: readonly (readonly number[])[]) => apart(features.map(() => null), features);

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.sqrt(Array.from(a).reduce((sum, value, n) => sum + (value - (b[n] as number)) ** 2, 0));
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const size = (of: ArrayLike<number>): number => Math.hypot(...Array.from(of));
  return size(a) * size(b) === 0 ? 0 : Array.from(a).reduce((sum, value, n) => sum + value * (b[n] as number), 0) / (size(a) * size(b));
}

describe('core-set', () => {
  it('takes on a line the far end, the other end, then the middles', () => {
    const line = unread([[0], [1], [2.25], [4], [8], [8.5]]);
    const complete = unread([[1]]);
    const named = namedInOrder(coreSet, question(line, { complete }));
    expect(cases(named)).toEqual(['case 5', 'case 3', 'case 2', 'case 0', 'case 4', 'case 1']);
    expect(named.map(({ score }) => score)).toEqual([7.5, 3, 1.25, 1, 0.5, 0]);
  });

  it('is k-centre greedy: each pick is as far from all before as any could be', () => {
    fc.assert(fc.property(points(2), points(0), fc.nat(), (pool, taught, seed) => {
      const complete = unread(taught);
      const named = namedInOrder(coreSet, question(unread(pool), { complete, seed }));
      const centres = complete.map(({ features }) => features);
      const left = new Map(named.map(({ slice }) => [slice.caseId, slice.features]));
      for (const { slice, score } of named) {
        const nearest = (features: ArrayLike<number>): number => Math.min(Infinity, ...centres.map((centre) => distance(features, centre)));
        const farthest = Math.max(...[...left.values()].map(nearest));
        expect(nearest(slice.features)).toBeCloseTo(farthest, 9);
        if (farthest < Infinity) expect(score).toBeCloseTo(farthest, 9);
        left.delete(slice.caseId);
        centres.push(slice.features);
      }
    }));
  });

  it('takes slices of unknown features last, and draws among slices where nothing is known', () => {
    const named = namedInOrder(coreSet, question(apart([null, null, null, null], [[], [NaN, 0], [1, 1], [0, 0]])));
    expect(cases(named).slice(0, 2).sort()).toEqual(['case 2', 'case 3']);
    expect(named.map(({ score }) => score)).toEqual([null, Math.SQRT2, null, null]);
    expect(namedInOrder(coreSet, question(apart([null, null], [])))).toHaveLength(2);
    // What is complete and unknown is no centre, at the origin or anywhere.
    const complete = apart([null, null], [[], [NaN, 0]]);
    expect(namedInOrder(coreSet, question(apart([null, null], [[1, 1], [0, 0]]), { complete }))[0]!.score).toBeNull();
  });
});

describe('suggestive annotation', () => {
  it('takes of the uncertain slices the one that most look like, and then one for the others', () => {
    const features = [[1, 0], [1, 0.2], [1, -0.2], [0, 1], [0.1, 1], [-0.1, 1], [-1, -1]];
    // Wanted are two: four are uncertain enough. The odd one is the most uncertain, and stands for itself alone.
    const slices = apart([0.7, 0.1, 0.1, 0.6, 0.1, 0.5, 0.9].map((entropy) => reading(entropy)), features);
    // Sums of cosines by hand: 2.28 for case 3, 2.25 for case 0, 2.04 for case 5; then 2.94 more by case 0, 1.71 by case 6.
    expect(cases(namedInOrder(representative, question(slices, { size: 2 })))).toEqual(['case 3', 'case 0']);
    const complete = unread([[0, 1]]);
    expect(cases(namedInOrder(representative, question(slices, { size: 1, complete })))).toEqual(['case 0']);
  });

  it('is the greedy cover by cosine among the most uncertain', () => {
    fc.assert(fc.property(points(3), points(0), fc.nat(), (pool, taught, seed) => {
      const slices = apart(pool.map((_, n) => reading(1 - n / 100)), pool);
      const size = Math.ceil(pool.length / 3);
      const named = namedInOrder(representative, question(slices, { size, seed, complete: unread(taught) }));
      const standing = [...taught];
      const cover = (by: readonly (ArrayLike<number>)[]): number => pool.reduce((sum, own) => sum + Math.max(-1, ...by.map((other) => cosine(own, other))), 0);
      const left = new Set(slices.slice(0, 2 * size));
      named.forEach(({ slice, score }, n) => {
        if (n > 0) for (const next of slices) if (left.size < 2 * size - n && !named.slice(0, n).some((before) => before.slice === next)) left.add(next);
        const best = Math.max(...[...left].map(({ features }) => cover([...standing, [...features]])));
        expect(left.has(slice)).toBe(true);
        expect(cover([...standing, [...slice.features]])).toBeCloseTo(best, 4);
        expect(score).toBeCloseTo((best - cover(standing)) / pool.length, 5);
        left.delete(slice);
        standing.push([...slice.features]);
      });
      expect(named).toHaveLength(size);
    }), { numRuns: 60 });
  });

  it('goes on by uncertainty where no features are known', () => {
    const slices = apart([0.1, 0.3, NaN, 0.2].map((entropy) => reading(entropy)));
    expect(cases(namedInOrder(representative, question(slices)))).toEqual(['case 1', 'case 3', 'case 0', 'case 2']);
  });
});
