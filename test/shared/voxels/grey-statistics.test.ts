import { describe, expect, it } from 'vitest';
import { automaticWindow, histogramOf, percentile, sampleValues } from '#shared/voxels/grey-statistics.ts';
import { nearestVoxel } from '#shared/voxels/voxel-value.ts';
import { ctWindowPresets } from '#shared/voxels/window-presets.ts';

describe('percentiles', () => {
  // The worked example of NumPy's manual for numpy.percentile, method "linear".
  it('are those that NumPy gives', () => {
    const sorted = Float64Array.of(1, 2, 3, 4, 7, 10);
    expect([0, 0.25, 0.5, 0.9, 1].map((share) => percentile(sorted, share))).toEqual([1, 2.25, 3.5, 8.5, 10]);
  });
});

describe('the window that an image opens with', () => {
  it('spans the 1st to the 99th percentile of real values, whatever a few voxels say', () => {
    // 0 … 1000 evenly, and ten voxels of a metal implant.
    const voxels = Int16Array.from({ length: 200_000 }, (_, index) => (index % 20_000 === 7 ? 30_000 : index % 1001));
    const { centre, width } = automaticWindow(sampleValues(voxels, 2, -100));
    expect(centre).toBeCloseTo(900, -1);
    expect(width).toBeCloseTo(1960, -1.3);
  });

  it('looks at the whole image, not at one column of it', () => {
    for (const columns of [256, 320, 500, 512, 1000]) {
      const voxels = Uint16Array.from({ length: columns * 3000 }, (_, index) => index % columns);
      expect(automaticWindow(sampleValues(voxels, 1, 0)).width).toBeGreaterThan(0.9 * columns);
    }
  });

  it('leaves out what is not a number, and is never empty', () => {
    const { centre, width } = automaticWindow(sampleValues(Float32Array.of(NaN, 4, Infinity, 6), 1, 0));
    expect(centre).toBe(5);
    expect(width).toBeCloseTo(1.96, 12);
    expect(automaticWindow(sampleValues(new Uint8Array(100).fill(9), 1, 0))).toEqual({ centre: 9, width: 1 });
    expect(automaticWindow(sampleValues(Float32Array.of(NaN), 1, 0))).toEqual({ centre: 0, width: 1 });
  });

  it('shows a small bright thing on a background that is all one value', () => {
    const voxels = new Uint8Array(10_000);
    voxels.fill(200, 5000, 5020);
    expect(automaticWindow(sampleValues(voxels, 1, 0))).toEqual({ centre: 100, width: 200 });
  });
});

describe('a histogram', () => {
  it('counts every sampled value once', () => {
    const sorted = Float64Array.of(0, 0, 1, 2, 3, 4);
    const { lowest, highest, counts } = histogramOf(sorted, 4);
    expect([lowest, highest, ...counts]).toEqual([0, 4, 2, 1, 1, 2]);
  });
});

describe('windows for CT', () => {
  it('show what they are named for', () => {
    const shades = (name: keyof typeof ctWindowPresets, hounsfield: number): number => (hounsfield - ctWindowPresets[name].centre) / ctWindowPresets[name].width + 0.5;
    // Typical Hounsfield units: grey matter 40, white matter 28, lung −700, spongy bone 300, compact bone 1000, liver 60, fat −100.
    expect(shades('brain', 40) - shades('brain', 28)).toBeGreaterThan(0.1);
    expect(shades('lung', -700)).toBeGreaterThan(0.2);
    expect(shades('bone', 1000)).toBeLessThan(1);
    expect(shades('bone', 300)).toBeGreaterThan(0);
    expect(shades('abdomen', 60) - shades('abdomen', -100)).toBeGreaterThan(0.3);
    expect(shades('mediastinum', -100)).toBeGreaterThan(0);
  });
});

describe('the voxel under the cursor', () => {
  it('is the one whose centre is nearest, none outside', () => {
    expect(nearestVoxel([4, 4, 4], [0.49, -0.5, 3.49])).toEqual([0, 0, 3]);
    expect(nearestVoxel([4, 4, 4], [3.5, 0, 0])).toBeNull();
    expect(nearestVoxel([4, 4, 4], [0, -0.51, 0])).toBeNull();
  });
});
