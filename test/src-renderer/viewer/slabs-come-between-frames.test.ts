import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { createPreparedGreys, type WantedGreys } from '../../../src-renderer/viewer/prepared-greys.ts';
import type { PlacedSlice } from '../../../src-renderer/viewer/slice-values.ts';
import type { ViewedImage } from '../../../src-renderer/viewer/slice-view.ts';

const size: Vec3 = [3, 50, 60];
const at = (i: number, j: number, k: number): number => i + 3 * (j + 50 * k);
/** Every voxel holds the index of its slice. */
const voxels = Int16Array.from({ length: at(0, 0, 60) }, (_, index) => Math.floor(index / 150));
const image: ViewedImage = { voxels, geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, slope: 1, intercept: 0, orientationKnown: true };
/** The same values twice as far apart, on a grid of its own. */
const other: ViewedImage = { ...image, geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0] } };
const plane = slicePlane(image.geometry, 2);
const placed = (slice: number, on = plane): PlacedSlice => ({ image, plane: on, slice });
const wanted = (thicknessMm: number | null): WantedGreys =>
  ({ shown: image, over: null, slab: thicknessMm === null ? null : { projection: 'max', thicknessMm }, window: { centre: 0, width: 1 } });

/** Milliseconds; each look at the clock takes one, as each row of a slab does. */
let clock = 0;
let looks = 0;
let most = 0;
const counted = (): void => {
  most = Math.max(most, looks);
  looks = 0;
};
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = looks = most = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    looks += 1;
    return (clock += 1);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
function untilReady(isReady: () => boolean): void {
  for (let tries = 0; !isReady(); tries += 1) {
    if (tries > 100) throw new Error('nothing was ever ready');
    counted();
    vi.advanceTimersToNextTimer();
  }
  counted();
}

it('a slab comes in parts that hold nobody up, and the slice alone until it is there', () => {
  const ready = vi.fn();
  const greys = createPreparedGreys(ready);
  expect(greys.take(placed(20), wanted(10)).values.floats[0]).toBe(20);
  expect(ready).not.toHaveBeenCalled();
  untilReady(() => ready.mock.calls.length > 0);
  const slab = greys.take(placed(20), wanted(10));
  expect(slab.values.floats).toHaveLength(150);
  expect(new Set(slab.values.floats)).toEqual(new Set([25]));
  // Nothing new, nothing to be drawn again.
  expect(greys.take(placed(20), wanted(10))).toBe(slab);
  expect(most).toBeLessThan(12);
});

it('whoever turns on sees the slab that was begun, then the one where they are', () => {
  const ready = vi.fn();
  const greys = createPreparedGreys(ready);
  greys.take(placed(20), wanted(10));
  untilReady(() => ready.mock.calls.length === 1);
  for (const slice of [30, 31, 32]) {
    greys.sliceChanged();
    expect(greys.take(placed(slice), wanted(10)).values.floats[0]).toBe(25);
  }
  untilReady(() => ready.mock.calls.length === 2);
  expect(greys.take(placed(32), wanted(10)).values.floats[0]).toBe(35);
  untilReady(() => ready.mock.calls.length === 3);
  expect(greys.take(placed(32), wanted(10)).values.floats[0]).toBe(37);
});

it('what is of no use is not computed on: without a slab, on another plane, and where nothing is shown', () => {
  const ready = vi.fn();
  const greys = createPreparedGreys(ready);
  greys.take(placed(20), wanted(10));
  greys.madeOfOthers();
  expect(greys.take(placed(20), wanted(null)).values.floats[0]).toBe(20);
  expect(vi.getTimerCount()).toBe(0);
  greys.madeOfOthers();
  greys.take(placed(20), wanted(10));
  const coronal = slicePlane(image.geometry, 1);
  expect(greys.take(placed(3, coronal), wanted(10)).values.floats).toHaveLength(180);
  expect(vi.getTimerCount()).toBe(1);
  greys.forget();
  expect(vi.getTimerCount()).toBe(0);
  expect(ready).not.toHaveBeenCalled();
});

it('a second image is a slab too, where it lies in the patient', () => {
  const ready = vi.fn();
  const greys = createPreparedGreys(ready);
  const both = { ...wanted(10), over: other };
  expect(greys.take(placed(20), both).over).toMatchObject({ image: other });
  untilReady(() => ready.mock.calls.length > 0);
  const { values, over } = greys.take(placed(20), both);
  expect(values.floats[0]).toBe(25);
  // Its slices are twice as thick: the one at 25 mm lies between its twelfth and thirteenth.
  expect(over!.values[0]).toBeCloseTo(12.5, 5);
  expect(most).toBeLessThan(12);
});
