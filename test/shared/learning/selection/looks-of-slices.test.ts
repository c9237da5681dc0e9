import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greyScale, imageFeatureCount, imageFeatures } from '#shared/learning/selection/image-features.ts';

const image = fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 1, max: 11 })).chain(([rows, columns]) =>
  fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: rows * columns, maxLength: rows * columns }).map((values) => ({ rows, columns, values })));

function enlarged({ rows, columns, values }: { rows: number; columns: number; values: readonly number[] }, times: number): number[] {
  return Array.from({ length: rows * times * columns * times }, (_, at) => {
    const [row, column] = [Math.floor(at / (columns * times)), at % (columns * times)];
    return values[Math.floor(row / times) * columns + Math.floor(column / times)] as number;
  });
}

describe('how a slice looks', () => {
  it('does not change with its size in pixels, nor with unit and offset of its values', () => {
    fc.assert(fc.property(image, fc.integer({ min: 2, max: 4 }), (small, times) => {
      const features = imageFeatures(small.values, small.rows, small.columns);
      const large = imageFeatures(enlarged(small, times).map((value) => value * 4 + 8_192), small.rows * times, small.columns * times);
      expect(features).toHaveLength(imageFeatureCount);
      features.forEach((value, n) => expect(large[n]).toBeCloseTo(value, 5));
    }));
  });

  it('tells where bright things lie: two halves of −1 and 1', () => {
    const values = Array.from({ length: 12 * 12 }, (_, at) => (at % 12 < 6 ? 10 : 30));
    const features = imageFeatures(values, 12, 12);
    for (let block = 0; block < 36; block++) expect(features[block]).toBeCloseTo((block % 6 < 3 ? -1 : 1) / 6, 6);
    // Levels lie 7/27 apart: z = −1 lies 9.643 steps above −3.5, z = 1 17.357 steps.
    const expected = new Map([[9, 0.357143], [10, 0.642857], [17, 0.642857], [18, 0.357143]]);
    features.subarray(36).forEach((level, n) => expect(level).toBeCloseTo(Math.sqrt((expected.get(n) ?? 0) / 2), 5));
  });

  it('shares a pixel among the blocks that it lies in', () => {
    // Nine columns in six blocks: the second column lies half in the first block and half in the second.
    const features = imageFeatures([0, 3, 0, 0, 0, 0, 0, 0, 0], 1, 9, { mean: 0, deviation: 1 });
    expect([...features.subarray(0, 6)].map((mean) => mean * 6)).toEqual([1, 1, 0, 0, 0, 0].map((mean) => expect.closeTo(mean, 5) as number));
  });

  it('keeps what is no number out, and has numbers for a slice that is all alike or empty', () => {
    const some = imageFeatures([1, 3, NaN, Infinity], 1, 4, { mean: 2, deviation: 1 });
    expect([...some].every(Number.isFinite)).toBe(true);
    expect(some.subarray(36).reduce((sum, level) => sum + level * level, 0)).toBeCloseTo(1, 6);
    expect(some[5]).toBe(0);
    for (const features of [imageFeatures([7, 7, 7, 7], 2, 2), imageFeatures([], 0, 0), imageFeatures([NaN], 1, 1)]) {
      expect([...features.subarray(0, 36)].every((value) => value === 0)).toBe(true);
      expect([...features].every(Number.isFinite)).toBe(true);
    }
  });

  it('measures mean and deviation of the finite values, also far from 0', () => {
    expect(greyScale([2, 4, 4, 4, 5, 5, 7, 9, NaN])).toEqual({ mean: 5, deviation: 2 });
    expect(greyScale([1e9 + 1, 1e9 + 3]).deviation).toBeCloseTo(1, 6);
  });
});
