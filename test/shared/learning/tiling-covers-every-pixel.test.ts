import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianWeights, tile } from '#shared/learning/tiling.ts';

const side = fc.integer({ min: 1, max: 300 });
const patchSide = fc.integer({ min: 1, max: 8 }).map((n) => n * 16);
const axis = fc.record({ length: side, patch: patchSide });

describe('windows over an image', () => {
  it('cover every voxel, lie inside where it is larger, and have sides that the network takes', () => {
    fc.assert(fc.property(fc.array(axis, { minLength: 2, maxLength: 3 }), (axes) => {
      const { window, origins } = tile(axes.map(({ length }) => length), axes.map(({ patch }) => patch), axes.map(() => 16));
      axes.forEach(({ length }, at) => {
        const long = window[at] as number;
        expect(long % 16).toBe(0);
        const covered = new Set(origins.flatMap((origin) => Array.from({ length: long }, (_, x) => (origin[at] as number) + x)));
        for (let x = 0; x < length; x++) expect(covered.has(x)).toBe(true);
        if (length >= long) expect([Math.min(...covered), Math.max(...covered)]).toEqual([0, length - 1]);
      });
      // Every start along one axis is combined with every start along the others.
      expect(origins).toHaveLength(axes.reduce((product, _, at) => product * new Set(origins.map((origin) => origin[at])).size, 1));
    }), { numRuns: 40 });
  });

  it('overlap by half or more', () => {
    const { origins } = tile([200, 64], [64, 64], [16, 16]);
    const starts = [...new Set(origins.map(([row = 0]) => row))];
    starts.slice(1).forEach((start, n) => expect(start - starts[n]!).toBeLessThanOrEqual(32));
    expect(starts.at(-1)).toBe(200 - 64);
  });

  it('are one around the image where it is hardly larger than the patch, or smaller', () => {
    expect(tile([90, 70], [64, 64], [16, 16])).toEqual({ window: [96, 80], origins: [[-3, -5]] });
    expect(tile([35, 50], [64, 64], [16, 16])).toEqual({ window: [64, 64], origins: [[-14, -7]] });
    expect(tile([48, 55, 30], [40, 56, 40], [8, 8, 8])).toEqual({ window: [48, 56, 40], origins: [[0, 0, -5]] });
  });
});

describe('the weights of a window', () => {
  it('fall from the middle as a Gaussian of an eighth of the side, and never to nothing', () => {
    const weights = gaussianWeights([33, 33]);
    expect(weights[16 * 33 + 16]).toBe(1);
    // One standard deviation (33 / 8) away along one axis: e^(−1/2).
    const next = gaussianWeights([8, 8]);
    expect((next[3 * 8 + 5] as number) / (next[3 * 8 + 4] as number)).toBeCloseTo(Math.exp(-(1.5 ** 2 - 0.5 ** 2) / 2), 5);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(weights[0]).toBe(weights[33 * 33 - 1]);
    const volume = gaussianWeights([9, 8, 8]);
    expect((volume[(4 * 8 + 3) * 8 + 5] as number) / (volume[(4 * 8 + 3) * 8 + 4] as number)).toBeCloseTo(Math.exp(-(1.5 ** 2 - 0.5 ** 2) / 2), 5);
  });
});
