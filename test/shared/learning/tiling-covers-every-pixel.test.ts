import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianWeights, tileSlice } from '#shared/learning/tiling.ts';

const side = fc.integer({ min: 1, max: 300 });
const patchSide = fc.integer({ min: 1, max: 8 }).map((n) => n * 16);

describe('windows over a slice', () => {
  it('cover every pixel, lie inside a larger slice, and have sides that the network takes', () => {
    fc.assert(fc.property(side, side, patchSide, patchSide, (rows, columns, patchRows, patchColumns) => {
      const { window, origins } = tileSlice(rows, columns, [patchRows, patchColumns], 16);
      expect(window.rows % 16).toBe(0);
      expect(window.columns % 16).toBe(0);
      const coveredRows = new Set(origins.flatMap(({ row }) => [...Array(window.rows).keys()].map((y) => row + y)));
      const coveredColumns = new Set(origins.flatMap(({ column }) => [...Array(window.columns).keys()].map((x) => column + x)));
      for (let y = 0; y < rows; y++) expect(coveredRows.has(y)).toBe(true);
      for (let x = 0; x < columns; x++) expect(coveredColumns.has(x)).toBe(true);
      if (rows >= window.rows) expect(Math.min(...coveredRows)).toBe(0);
      if (rows >= window.rows) expect(Math.max(...coveredRows)).toBe(rows - 1);
      // Every row start is combined with every column start.
      expect(origins).toHaveLength(new Set(origins.map(({ row }) => row)).size * new Set(origins.map(({ column }) => column)).size);
    }));
  });

  it('overlap by half or more', () => {
    const { origins } = tileSlice(200, 64, [64, 64], 16);
    const starts = [...new Set(origins.map(({ row }) => row))];
    starts.slice(1).forEach((start, n) => expect(start - starts[n]!).toBeLessThanOrEqual(32));
    expect(starts.at(-1)).toBe(200 - 64);
  });

  it('are one around the slice where it is hardly larger than the patch, or smaller', () => {
    expect(tileSlice(90, 70, [64, 64], 16)).toEqual({ window: { rows: 96, columns: 80 }, origins: [{ row: -3, column: -5 }] });
    expect(tileSlice(35, 50, [64, 64], 16)).toEqual({ window: { rows: 64, columns: 64 }, origins: [{ row: -14, column: -7 }] });
  });
});

describe('the weights of a window', () => {
  it('fall from the middle as a Gaussian of an eighth of the side, and never to nothing', () => {
    const weights = gaussianWeights({ rows: 33, columns: 33 });
    expect(weights[16 * 33 + 16]).toBe(1);
    // One standard deviation (33 / 8) away along one axis: e^(−1/2).
    const next = gaussianWeights({ rows: 8, columns: 8 });
    expect((next[3 * 8 + 5] as number) / (next[3 * 8 + 4] as number)).toBeCloseTo(Math.exp(-(1.5 ** 2 - 0.5 ** 2) / 2), 5);
    expect(Math.min(...weights)).toBeGreaterThan(0);
    expect(weights[0]).toBe(weights[33 * 33 - 1]);
  });
});
