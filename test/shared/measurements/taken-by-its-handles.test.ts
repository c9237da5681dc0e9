import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { handlesOf, linesOf, movedBy, withHandleAt } from '#shared/measurements/handles.ts';
import { sliceAxisOf, standIn } from '#shared/measurements/in-slices.ts';
import { measure } from '#shared/measurements/measure.ts';
import { crossProduct, minus } from '#shared/measurements/vectors.ts';

const known = { affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], trust: 'known' } as const;
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const part = fc.double({ min: -40, max: 40, noNaN: true });
const place = fc.tuple(part, part, part);
/** Two directions that stand upright on each other, 5 and 3 long. */
const [along, across]: readonly [Vec3, Vec3] = [[3, 4, 0], [0, 0, 3]];
const plus = (a: Vec3, b: Vec3): Vec3 => movedBy([a], b)[0]!;

describe('a handle that is dragged', () => {
  it('becomes the place that it is dragged to, and is found there again', () => {
    fc.assert(fc.property(place, fc.integer({ min: 0, max: 4 }), part, part, (centre, handle, u, v) => {
      const shape = { kind: 'ellipse' as const, points: [centre, plus(centre, along), plus(centre, across)] };
      // Within its plane, and not onto its centre.
      const to = movedBy([centre], [3 * u, 4 * u, v])[0]!;
      fc.pre(Math.hypot(...minus(to, centre)) > 0.5);
      const points = withHandleAt(shape, handle, to);
      minus(handlesOf({ kind: 'ellipse', points })[handle]!, to).forEach((off) => expect(off).toBeCloseTo(0, 6));
    }));
  });

  it('leaves an ellipse its other half axis and the right angle between both', () => {
    fc.assert(fc.property(place, part, part, (centre, u, v) => {
      const to = movedBy([centre], [3 * u, 4 * u, v])[0]!;
      fc.pre(Math.hypot(...minus(to, centre)) > 0.5);
      const [middle, one, other] = withHandleAt({ kind: 'ellipse', points: [centre, plus(centre, along), plus(centre, across)] }, 1, to) as [Vec3, Vec3, Vec3];
      const [a, b] = [minus(one, middle), minus(other, middle)];
      expect(middle).toEqual(centre);
      expect(Math.hypot(...b)).toBeCloseTo(3, 6);
      expect(dot(a, b) / Math.hypot(...a)).toBeCloseTo(0, 6);
      // It stays in its plane.
      expect(dot(crossProduct(along, across), b)).toBeCloseTo(0, 5);
    }));
  });

  it('keeps a rectangle right-angled about the opposite corner', () => {
    const corners: readonly Vec3[] = [[0, 0, 7], [8, 0, 7], [8, 5, 7], [0, 5, 7]];
    expect(withHandleAt({ kind: 'rectangle', points: corners }, 1, [10, -3, 7])).toEqual([[0, -3, 7], [10, -3, 7], [10, 5, 7], [0, 5, 7]]);
    const changed = withHandleAt({ kind: 'rectangle', points: corners }, 3, [2, 9, 7]);
    expect(measure({ kind: 'rectangle', points: changed }, known)!.value).toBeCloseTo(6 * 9, 9);
  });

  it('is a point of its own of distance, angle and polygon', () => {
    expect(withHandleAt({ kind: 'angle', points: [[1, 0, 0], [0, 0, 0], [0, 1, 0]] }, 2, [0, -1, 0])).toEqual([[1, 0, 0], [0, 0, 0], [0, -1, 0]]);
  });
});

it('What is moved measures the same', () => {
  fc.assert(fc.property(fc.array(place, { minLength: 3, maxLength: 6 }), place, (points, by) => {
    const before = measure({ kind: 'polygon', points }, known)!.value;
    expect(measure({ kind: 'polygon', points: movedBy(points, by) }, known)!.value).toBeCloseTo(before, 6);
  }));
});

it('The line of an ellipse runs through the ends of its axes, and encloses its area but for the corners', () => {
  const points: readonly Vec3[] = [[1, 2, 3], [6, 2, 3], [1, 4, 3]];
  const [line] = linesOf({ kind: 'ellipse', points });
  expect(line!.isClosed).toBe(true);
  for (const end of handlesOf({ kind: 'ellipse', points }).slice(1)) expect(Math.min(...line!.points.map((point) => Math.hypot(...minus(point, end))))).toBeLessThan(1e-9);
  expect(measure({ kind: 'polygon', points: line!.points }, known)!.value / (Math.PI * 5 * 2)).toBeGreaterThan(0.998);
});

describe('a slice', () => {
  const flat: readonly Vec3[] = [[3, 4, 9.2], [8, 1, 8.8]];
  it('holds what lies within half a voxel of it, has the next voxel’s beside it, and nothing else', () => {
    expect([6, 7, 8, 9, 10, 11, 12].map((slice) => standIn(flat, 2, slice))).toEqual([null, null, 'near', 'in', 'near', null, null]);
    expect(standIn(flat, 0, 5)).toBeNull();
  });
  it('is looked for along the wanted axis first', () => {
    expect(sliceAxisOf(flat, 0)).toBe(2);
    expect(sliceAxisOf([[3, 4, 9], [8, 4, 9]], 1)).toBe(1);
    expect(sliceAxisOf([[3, 4, 9], [8, 4, 9]], 0)).toBe(1);
    expect(sliceAxisOf([[3, 4, 9], [8, 8, 1]], 2)).toBeNull();
  });
});
