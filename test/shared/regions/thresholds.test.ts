import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomDraws } from '#shared/learning/random.ts';
import { histogramOfVoxels, otsuThreshold, twoOtsuThresholds } from '#shared/regions/automatic-threshold.ts';
import { finish } from '#shared/regions/grid.ts';
import { noLimits, thresholdRegion } from '#shared/regions/threshold.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

const grid = { size: [5, 4, 3], spacingMm: [1, 2, 3] } as const;
const count = 60;

describe('threshold', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(NaN)), { minLength: count, maxLength: count }).map((of) => Float32Array.from(of));
  const bits = fc.uint8Array({ minLength: count, maxLength: count, max: 1 });
  const corner = fc.tuple(fc.integer({ min: -2, max: 6 }), fc.integer({ min: -2, max: 5 }), fc.integer({ min: -2, max: 4 }));

  it('takes each voxel whose value lies within, in the box and the region that it is limited to', () => {
    fc.assert(fc.property(values, bits, corner, corner, fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(4)), (image, within, first, last, [lowest, width]) => {
      const found = finish(thresholdRegion(image, grid, { lowest, highest: lowest + width }, { box: { first, last }, within }));
      let at = 0;
      for (let k = Math.max(first[2], 0); k <= Math.min(last[2], 2); k++) {
        for (let j = Math.max(first[1], 0); j <= Math.min(last[1], 3); j++) {
          for (let i = Math.max(first[0], 0); i <= Math.min(last[0], 4); i++) {
            const voxel = i + 5 * (j + 4 * k);
            expect(found.mask[at++]).toBe(Number(image[voxel]! >= lowest && image[voxel]! <= lowest + width && within[voxel] === 1));
          }
        }
      }
      expect(found.mask.length).toBe(at);
    }), { numRuns: 200 });
  });

  it('without limits takes from the whole volume', () => {
    const image = Int16Array.from({ length: count }, (_, at) => at - 30);
    const { box, mask } = finish(thresholdRegion(image, grid, { lowest: -1.5, highest: 3 }, noLimits));
    expect(box).toEqual({ first: [0, 0, 0], last: [4, 3, 2] });
    expect([...mask].flatMap((bit, at) => (bit === 1 ? [image[at]] : []))).toEqual([-1, 0, 1, 2, 3]);
  });
});

/** Normal classes as of a scan, one after the other. */
function classes(means: readonly number[], deviation: number, seed: number): number[] {
  const draws = randomDraws(seed, 'noise', 0, 0);
  return Array.from({ length: 4096 }, (_, at) => means[Math.min(Math.floor((at * means.length) / 4096), means.length - 1)]! + deviation * draws.normal());
}

describe.skipIf(!pythonAvailable)(`SimpleITK${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const images: Record<string, VoxelArray> = {
    mr: Float32Array.from(classes([20, 140], 18, 1)),
    ct: Int16Array.from(classes([-1000, -100, 40], 30, 2)),
    skewed: Float32Array.from(classes([10, 10, 10, 10, 10, 10, 90], 12, 3)),
    three: Float32Array.from(classes([0, 100, 300, 300], 25, 4)),
  };
  const theirs = askAboutArrays(`
import SimpleITK as sitk
def thresholds(name):
    image = sitk.GetImageFromArray(array(name).reshape(16, 16, 16))
    one = sitk.OtsuThresholdImageFilter(); one.SetNumberOfHistogramBins(parameters); one.Execute(image)
    two = sitk.OtsuMultipleThresholdsImageFilter(); two.SetNumberOfHistogramBins(parameters); two.SetNumberOfThresholds(2); two.Execute(image)
    return {'one': one.GetThreshold(), 'two': list(two.GetThresholds())}
answer({name: thresholds(name) for name in ('mr', 'ct', 'skewed', 'three')})
`, images, 128) as Record<string, { one: number; two: number[] }>;

  it('finds the same one and two thresholds to within a bin', () => {
    for (const [name, values] of Object.entries(images)) {
      const histogram = finish(histogramOfVoxels(values, 128));
      const bin = (histogram.highest - histogram.lowest) / 128;
      expect(Math.abs(otsuThreshold(histogram) - theirs[name]!.one), name).toBeLessThanOrEqual(bin);
      twoOtsuThresholds(histogram).forEach((threshold, at) => {
        expect(Math.abs(threshold - theirs[name]!.two[at]!), name).toBeLessThanOrEqual(bin);
      });
    }
  });
});

describe('automatic thresholds', () => {
  it('part two values, and three', () => {
    const two = Int16Array.from({ length: 100 }, (_, at) => (at < 30 ? 5 : 105));
    const threshold = otsuThreshold(finish(histogramOfVoxels(two, 100)));
    expect(threshold).toBeGreaterThanOrEqual(5);
    expect(threshold).toBeLessThan(105);
    const [low, high] = twoOtsuThresholds(finish(histogramOfVoxels(Int16Array.of(-1000, -1000, 40, 40, 40, 900), 64)));
    expect([low >= -1000 && low < 40, high >= 40 && high < 900]).toEqual([true, true]);
  });

  it('count every finite value of the region once', () => {
    const values = Float32Array.of(NaN, 1, 2, 3, Infinity, 9, 100);
    const { lowest, highest, counts } = finish(histogramOfVoxels(values, 4, Uint8Array.of(1, 1, 1, 1, 1, 1, 0)));
    expect([lowest, highest, [...counts]]).toEqual([1, 9, [2, 1, 0, 1]]);
    expect(() => finish(histogramOfVoxels(Float32Array.of(NaN), 4))).toThrow(RangeError);
    expect(otsuThreshold(finish(histogramOfVoxels(Uint8Array.of(7, 7), 4)))).toBe(7);
  });
});
