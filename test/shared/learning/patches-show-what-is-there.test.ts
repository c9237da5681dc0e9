import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawIntensityChange, unchanged, unmoved, type IntensityChange, type SpatialChange } from '#shared/learning/augment.ts';
import { noChange } from '#shared/learning/complete-plan.ts';
import { changeIntensities } from '#shared/learning/intensities.ts';
import { cutPatch, cutWindow, drawPatches, type PatchTarget } from '#shared/learning/patches.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { findLabelPlaces } from '#shared/learning/sampling.ts';
import type { LabelledStack } from '#shared/learning/slice-stack.ts';
import { stackOf } from './stacks.ts';

function cut(stack: LabelledStack, place: { slice: number; row: number; column: number }, change: Partial<SpatialChange>, rows: number, columns: number, contextSlices = 1, rowSpacing = 1): PatchTarget {
  const pixels = rows * columns;
  const target: PatchTarget = {
    lengths: [1, rows, columns], contextSlices,
    image: new Float32Array(pixels * contextSlices), labels: new Int32Array(pixels), valid: new Float32Array(pixels),
  };
  cutPatch(stack, { stack: 0, ...place }, { ...unmoved, ...change }, null, [1, rowSpacing, 1], target);
  return target;
}

/** 100 · slice + 10 · row + column. */
const numbered = stackOf({ slices: 5, rows: 9, columns: 7, image: (s, r, c) => 100 * s + 10 * r + c, label: (_, r, c) => (r * 7 + c) % 3 });

describe('a patch', () => {
  it('without changes is a copy, the neighbouring slices as channels', () => {
    const { image, labels, valid } = cut(numbered, { slice: 2, row: 4, column: 3 }, {}, 4, 4, 3);
    // A window of four around row 4 begins at row 2, around column 3 at column 1.
    expect([...image.slice(0, 6)]).toEqual([121, 221, 321, 122, 222, 322]);
    expect([...labels.slice(0, 4)]).toEqual([15, 16, 17, 18].map((at) => at % 3));
    expect(valid.every((one) => one === 1)).toBe(true);
  });

  it('repeats the end slices where there is no neighbour', () => {
    expect([...cut(numbered, { slice: 0, row: 4, column: 3 }, {}, 4, 4, 3).image.slice(0, 3)]).toEqual([21, 21, 121]);
    expect([...cut(numbered, { slice: 4, row: 4, column: 3 }, {}, 4, 4, 5).image.slice(0, 5)]).toEqual([221, 321, 421, 421, 421]);
  });

  it('stays inside the slice where it fits', () => {
    expect(cut(numbered, { slice: 1, row: 0, column: 6 }, {}, 4, 4).image[0]).toBe(103);
    expect(cut(numbered, { slice: 1, row: 8, column: 0 }, {}, 4, 4).image[0]).toBe(150);
  });

  it('is padded around a smaller slice, and the padding teaches nothing', () => {
    const { image, valid, labels } = cut(numbered, { slice: 1, row: 2, column: 2 }, {}, 12, 8);
    expect(valid.reduce((sum, one) => sum + one, 0)).toBe(9 * 7);
    image.forEach((value, at) => expect(value === -9).toBe(valid[at] === 0));
    expect(labels.filter((_, at) => valid[at] === 0).every((label) => label === 0)).toBe(true);
  });

  it('mirrors rows, columns and neighbours, twice being nothing', () => {
    const place = { slice: 2, row: 4, column: 3 };
    const plain = cut(numbered, place, {}, 4, 4, 3);
    const mirrored = cut(numbered, place, { mirrored: [true, true, true] }, 4, 4, 3);
    expect([...mirrored.image].reverse()).toEqual([...plain.image]);
    expect([...mirrored.labels].reverse()).toEqual([...plain.labels]);
  });

  it('turns image and labels together, by any angle and scale', () => {
    // The image is the label, smoothly: wherever the patch looks, both must say the same.
    const slope = stackOf({ slices: 1, rows: 60, columns: 60, image: (_, r, c) => r + 2 * c, label: (_, r, c) => r + 2 * c });
    fc.assert(fc.property(
      fc.record({
        rotation: fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.constant(0), fc.constant(0)), scale: fc.double({ min: 0.7, max: 1.5, noNaN: true }),
        mirrored: fc.tuple(fc.constant(false), fc.boolean(), fc.boolean()),
      }),
      (augmentation) => {
        const { image, labels, valid } = cut(slope, { slice: 0, row: 30, column: 30 }, augmentation, 20, 20);
        // The nearest voxel is at most half a voxel away along each axis: 0.5 · 1 + 0.5 · 2.
        image.forEach((value, at) => expect(Math.abs(value - (labels[at] as number))).toBeLessThan(valid[at] === 1 ? 1.501 : Infinity));
        expect(valid.some((one) => one === 1)).toBe(true);
      },
    ));
  });

  it('turned by a quarter is the quarter turn of the pixels', () => {
    const { image } = cut(stackOf({ slices: 1, rows: 20, columns: 20, image: (_, r, c) => 100 * r + c }), { slice: 0, row: 10, column: 10 }, { rotation: [Math.PI / 2, 0, 0] }, 3, 3);
    // Window rows and columns 9–11: what was on the right, column 11, is now on top.
    expect(Array.from(image, Math.round)).toEqual([911, 1011, 1111, 910, 1010, 1110, 909, 1009, 1109]);
  });

  it('turned in a slice with oblong pixels is turned in millimetres', () => {
    // Rows three times as far apart as columns: a quarter turn moves one row onto three columns.
    const { image } = cut(stackOf({ slices: 1, rows: 21, columns: 21, image: (_, r, c) => 100 * r + c }), { slice: 0, row: 10, column: 10 }, { rotation: [Math.PI / 2, 0, 0] }, 3, 3, 1, 3);
    expect(Math.round(image[1] as number)).toBe(1000 + 10 + 3);
    expect(Math.round(image[7] as number)).toBe(1000 + 10 - 3);
  });
});

describe('a batch', () => {
  const plan = {
    patch: [8, 8], contextSlices: 3, sliceAxis: 2, medianSpacingMm: [1, 1, 1], targetSpacingMm: [null, null, null], foregroundShare: 0.5, seed: 5,
    augmentation: { ...noChange, rotationDegrees: 20, scale: 0.2, mirrorAxes: [0], gamma: 0.2, brightness: 0.2, contrast: 0.2, noise: 0.1 },
  } as const;
  const stacks = [numbered];
  const places = findLabelPlaces(stacks, 3);

  it('is the same drawn at once, in parts, or in any order', () => {
    const whole = drawPatches(stacks, places, plan, 4, 0, 4);
    const parts = [3, 1, 0, 2].map((sample) => ({ sample, part: drawPatches(stacks, places, plan, 4, sample, 1) }));
    for (const { sample, part } of parts) {
      expect(part.images).toEqual(whole.images.slice(sample * 192, (sample + 1) * 192));
      expect(part.labels).toEqual(whole.labels.slice(sample * 64, (sample + 1) * 64));
    }
    expect(drawPatches(stacks, places, plan, 5, 0, 4).images).not.toEqual(whole.images);
  });
});

describe('changes of intensity', () => {
  const all = { ...noChange, gamma: 0.3, brightness: 0.5, contrast: 0.3, noise: 0.2 } as const;

  it('stay within what the plan allows, and are none where it allows none', () => {
    for (let sample = 0; sample < 300; sample++) {
      const drawn = drawIntensityChange(all, randomDraws(1, 'intensities', 0, sample));
      for (const [value, change] of [[drawn.gamma, 0.3], [drawn.contrast, 0.3]] as const) {
        expect(value).toBeGreaterThanOrEqual(1 / (1 + change) - 1e-9);
        expect(value).toBeLessThanOrEqual(1 + change + 1e-9);
      }
      expect(Math.abs(drawn.brightness)).toBeLessThanOrEqual(0.5);
      expect(drawn.noise).toBeLessThanOrEqual(0.2);
      expect(drawIntensityChange(noChange, randomDraws(1, 'intensities', 0, sample))).toEqual(unchanged);
    }
  });

  it('keep the range under gamma and the mean under contrast; noise has its deviation', () => {
    const values = Float32Array.from({ length: 4096 }, (_, at) => Math.sin(at));
    const changed = (change: Partial<IntensityChange>): Float32Array => {
      const copy = values.slice();
      changeIntensities(copy, [16, 16, 16], null, { ...unchanged, ...change }, randomDraws(1, 'noise', 0, 0));
      return copy;
    };
    const mean = (numbers: Float32Array): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const gamma = changed({ gamma: 1.5 });
    expect(Math.min(...gamma)).toBeCloseTo(Math.min(...values), 5);
    expect(Math.max(...gamma)).toBeCloseTo(Math.max(...values), 5);
    expect(mean(changed({ contrast: 1.4, brightness: 0.25 }))).toBeCloseTo(mean(values) + 0.25, 5);
    const noise = changed({ noise: 0.5 }).map((value, at) => value - (values[at] as number));
    expect(mean(noise)).toBeCloseTo(0, 1);
    expect(Math.sqrt(mean(noise.map((one) => one * one)))).toBeCloseTo(0.5, 1);
  });
});

describe('a window for prediction', () => {
  it('is the same copy as a patch, and padded where it reaches beyond the slice', () => {
    const image = new Float32Array(4 * 4 * 3);
    cutWindow(numbered, 2, 2, 1, { rows: 4, columns: 4, channels: 3, image });
    expect(image).toEqual(cut(numbered, { slice: 2, row: 4, column: 3 }, {}, 4, 4, 3).image);
    const wide = new Float32Array(11 * 9);
    cutWindow(numbered, 2, -1, -1, { rows: 11, columns: 9, channels: 1, image: wide });
    expect(wide[0]).toBe(-9);
    expect(wide[9 + 1]).toBe(200);
    expect(wide[9 * 9 + 7]).toBe(200 + 80 + 6);
    expect(wide.filter((value) => value === -9)).toHaveLength(11 * 9 - 9 * 7);
  });
});
