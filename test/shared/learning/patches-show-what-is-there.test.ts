import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unmoved, type SpatialChange } from '#shared/learning/augment.ts';
import { cutPatch, cutWindow, type PatchTarget } from '#shared/learning/patches.ts';
import { randomDraws } from '#shared/learning/random.ts';
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

  it('reads nothing but the stack and the padding, also where a corner of the patch meets its first voxel to the last bit', () => {
    // In such a corner sums of the same numbers in another order are 0 once and −1e-16 the next time.
    const ones = stackOf({ slices: 1, rows: 12, columns: 12, image: () => 1, padding: 1 });
    const draws = randomDraws(1, 'augmentation', 0, 0);
    for (let times = 0; times < 3000; times++) {
      const rotation = [draws.between(-0.6, 0.6), 0, 0] as const;
      const place = { slice: 0, row: draws.integer(2) * 11, column: draws.integer(12) };
      const { image } = cut(ones, place, { rotation, scale: draws.between(0.7, 1.4) }, 14, 10, 3);
      expect(image.every((value) => Math.abs(value - 1) < 1e-6), `${times}: ${JSON.stringify([place, rotation])}`).toBe(true);
    }
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
