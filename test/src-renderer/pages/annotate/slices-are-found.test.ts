import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { barLength } from '../../../../src-renderer/pages/annotate/bar-length.ts';
import { holdsLabels, nextSlice } from '../../../../src-renderer/pages/annotate/find-slices.ts';

describe('a slice that is looked for', () => {
  it('is the first wanted one on the way, round the end and back to here', () => {
    const wanted = new Set([1, 4]);
    const find = (from: number, step: 1 | -1): number | null => nextSlice(from, step, 6, (slice) => wanted.has(slice));
    expect([find(0, 1), find(1, 1), find(4, 1), find(5, 1)]).toEqual([1, 4, 1, 1]);
    expect([find(0, -1), find(1, -1), find(4, -1)]).toEqual([4, 4, 1]);
    expect(nextSlice(2, 1, 6, (slice) => slice === 2)).toBeNull();
    expect(nextSlice(0, 1, 1, () => true)).toBeNull();
  });

  it('holds labels where any of its voxels does, along every axis', () => {
    const size = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(fc.property(size, fc.nat(), fc.constantFrom<AxisIndex>(0, 1, 2), (grid: Vec3, seed, axis) => {
      const labels = new Uint8Array(grid[0] * grid[1] * grid[2]);
      const at = seed % labels.length;
      labels[at] = 7;
      const voxel = [at % grid[0], Math.floor(at / grid[0]) % grid[1], Math.floor(at / (grid[0] * grid[1]))] as const;
      for (let slice = 0; slice < grid[axis]; slice += 1) expect(holdsLabels(labels, grid, axis, slice)).toBe(slice === voxel[axis]);
    }));
  });
});

describe('the bar of a scale', () => {
  it('is a round length, as long as fits into 120 pixels', () => {
    expect(barLength(1)).toBe(100);
    expect(barLength(3.2)).toBe(20);
    expect(barLength(100)).toBe(1);
    expect(barLength(2000)).toBe(0.05);
    expect(barLength(0)).toBeNull();
    fc.assert(fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), (pixelsPerMm) => {
      const px = barLength(pixelsPerMm)! * pixelsPerMm;
      // The next round length is at most two and a half times as long.
      expect(px).toBeLessThanOrEqual(120 + 1e-6);
      expect(px).toBeGreaterThan(120 / 2.5 - 1e-6);
    }));
  });
});
