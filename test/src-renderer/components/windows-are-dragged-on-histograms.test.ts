import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctWindowPresets } from '#shared/voxels/window-presets.ts';
import { draggedWindow, histogramShape, placedValue } from '../../../src-renderer/components/image/histogram-shape.ts';
import { presetNames, presetOf, presetWindow } from '../../../src-renderer/components/image/window-presets.ts';
import { positionText } from '../../../src-renderer/pages/annotate/position-text.ts';

const evenly = Float64Array.from({ length: 10_001 }, (_, at) => at / 10);

describe('the picture of a histogram', () => {
  it('is as high everywhere where all values are as many, and spans them', () => {
    const { lowest, highest, heights } = histogramShape(evenly, 50);
    expect([lowest, highest]).toEqual([0, 1000]);
    expect(Math.min(...heights)).toBeGreaterThan(0.99);
  });

  it('leaves out a few voxels far from all others, and holds one value and none at all', () => {
    const lonely = Float64Array.from([...evenly, 1e6]);
    expect(histogramShape(lonely, 50).highest).toBeLessThanOrEqual(1100);
    expect(histogramShape(Float64Array.of(7, 7, 7), 10)).toMatchObject({ lowest: 6.5, highest: 7.5 });
    expect(histogramShape(new Float64Array(0), 10).heights).toHaveLength(10);
  });
});

it('a value beyond the picture stands at its edge, never outside of what a slider says it spans', () => {
  const shape = histogramShape(evenly, 50);
  expect([-500, 0, 123, 1000, 4000].map((value) => placedValue(value, shape))).toEqual([0, 0, 123, 1000, 1000]);
});

describe('a window that is dragged', () => {
  const shape = histogramShape(evenly, 50);

  it('moves as a whole, or by one end while the other stays', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 20, max: 900, noNaN: true }), fc.double({ min: -2000, max: 2000, noNaN: true }), (centre, width, by) => {
      const [lower, upper] = [centre - width / 2, centre + width / 2];
      expect(draggedWindow({ centre, width }, 'whole', by, shape)).toEqual({ centre: centre + by, width });
      const low = draggedWindow({ centre, width }, 'lower', by, shape);
      expect(low.centre + low.width / 2).toBeCloseTo(upper, 6);
      expect(low.centre - low.width / 2).toBeCloseTo(Math.min(lower + by, upper - 10), 6);
      const high = draggedWindow({ centre, width }, 'upper', by, shape);
      expect(high.centre - high.width / 2).toBeCloseTo(lower, 6);
      expect(high.width).toBeGreaterThanOrEqual(10 - 1e-6);
    }));
  });

  it('is known again by its name, and Hounsfield units are for CT alone', () => {
    expect(presetOf(ctWindowPresets.lung, presetNames('ct'), evenly)).toBe('lung');
    expect(presetNames('mr')).toEqual(['usual', 'wide', 'full']);
    // Numpy's percentiles of 0 … 1000 in equal steps.
    expect(presetWindow('usual', evenly)).toEqual({ centre: 500, width: 980 });
    expect(presetWindow('wide', evenly).width).toBeCloseTo(990, 6);
    expect(presetWindow('full', evenly)).toEqual({ centre: 500, width: 1000 });
    expect(presetOf({ centre: 1, width: 3 }, presetNames('mr'), evenly)).toBeNull();
  });
});

it('writes a place of the left, anterior, inferior side in each system', () => {
  const written = (mm: number): string => mm.toFixed(1);
  expect(positionText([12.5, -30, -4], 'letters', written)).toBe('x 12.5 L  y 30.0 A  z 4.0 I');
  expect(positionText([12.5, -30, -4], 'LPS', written)).toBe('LPS 12.5  -30.0  -4.0');
  expect(positionText([12.5, -30, -4], 'RAS', written)).toBe('RAS -12.5  30.0  -4.0');
});
