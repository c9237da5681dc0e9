import { describe, expect, it } from 'vitest';
import { reorderVoxels, orderToRas, reorderSize } from '#shared/geometry/axis-order.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { choosePlace, findLabelPlaces } from '#shared/learning/sampling.ts';
import { stackOrder, teaches, teachingPlanes } from '#shared/learning/slice-stack.ts';
import { stackOf } from './stacks.ts';

const blank = { slices: 10, rows: 20, columns: 20, image: () => 0 };
/** Label 1 fills a quarter of everything, label 2 is one voxel. */
const large = stackOf({ ...blank, label: (_, r, c) => (r < 10 && c < 10 ? 1 : 0) });
const small = stackOf({ ...blank, label: (s, r, c) => (s === 7 && r === 3 && c === 15 ? 2 : 0) });

function places(stacks: Parameters<typeof findLabelPlaces>[0], share: number, draws = 2000) {
  const found = findLabelPlaces(stacks, 3);
  return Array.from({ length: draws }, (_, sample) => choosePlace(stacks, found, share, randomDraws(1, 'sampling', 0, sample)));
}

describe('places of patches', () => {
  it('show each label equally often, however small it is', () => {
    const drawn = places([large, small], 1);
    const onSmall = drawn.filter(({ stack }) => stack === 1);
    expect(onSmall.every((place) => place.slice === 7 && place.row === 3 && place.column === 15)).toBe(true);
    // Half of 2,000, within five standard deviations.
    expect(Math.abs(onSmall.length - 1000)).toBeLessThan(5 * Math.sqrt(500));
    expect(drawn.filter(({ stack }) => stack === 0).every(({ row, column }) => row < 10 && column < 10)).toBe(true);
  });

  it('are centred on labels as often as the share says', () => {
    const drawn = places([small], 0.3);
    const centred = drawn.filter(({ slice, row, column }) => slice === 7 && row === 3 && column === 15).length;
    expect(Math.abs(centred - 600)).toBeLessThan(5 * Math.sqrt(2000 * 0.3 * 0.7));
    expect(new Set(drawn.map(({ slice }) => slice)).size).toBe(10);
  });

  it('lie on complete planes only, whichever way those run, and never in a case without any', () => {
    for (const across of ['slices', 'rows', 'columns'] as const) {
      const teaching = { across, complete: Uint8Array.from({ length: across === 'slices' ? 10 : 20 }, (_, n) => (n % 4 === 1 ? 1 : 0)) };
      const nothing = stackOf({ ...blank, label: () => 2, teaching: { across, complete: new Uint8Array(20) } });
      const some = stackOf({ ...blank, label: (_, r, c) => (r < 10 && c < 10 ? 1 : 0), teaching });
      for (const { stack, slice, row, column } of places([nothing, some], 0.5, 300)) {
        expect(stack).toBe(1);
        expect(teaches(teaching, slice, row, column)).toBe(true);
      }
    }
  });

  it('cannot be chosen where nothing teaches', () => {
    const nothing = stackOf({ ...blank, teaching: { across: 'slices', complete: new Uint8Array(10) } });
    expect(() => places([nothing], 0.5, 1)).toThrow(RangeError);
  });
});

describe('complete slices of an image', () => {
  it.each(['RAS', 'LPI', 'SRA', 'PIR'])('become the same planes of its stack, stored as %s', (code) => {
    const size = [4, 5, 6] as const;
    const toRas = orderToRas(affineFromOrientation(code, [1, 1, 1]));
    for (const reviewedAxis of [0, 1, 2] as const) {
      const complete = [0, 2];
      // Paint the complete slices on the image's own grid, reorder, and look where they went.
      const strides = [1, size[0], size[0] * size[1]] as const;
      const painted = Uint8Array.from({ length: 120 }, (_, at) =>
        (complete.includes(Math.floor(at / strides[reviewedAxis]) % size[reviewedAxis]) ? 1 : 0));
      for (const sliceAxis of [0, 1, 2] as const) {
        const order = stackOrder(toRas, sliceAxis);
        const planes = teachingPlanes(order, size, reviewedAxis, complete);
        const [columns, rows, slices] = reorderSize(size, order);
        const stack = reorderVoxels(painted, size, order);
        for (let at = 0; at < stack.length; at++) {
          expect(teaches(planes, Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns)).toBe(stack[at] === 1);
        }
        expect(slices * rows * columns).toBe(120);
      }
    }
  });
});
