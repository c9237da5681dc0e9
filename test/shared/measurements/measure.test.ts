import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { measure, movedPlane, type MeasurementKind } from '#shared/measurements/measure.ts';
import { crossProduct } from '#shared/measurements/vectors.ts';

/** 0.5 × 0.5 mm in a slice, 3 mm between slices. */
const affine: Affine = [-0.5, 0, 0, 10, 0, -0.5, 0, 20, 0, 0, 3, -5];
const known = { affine, trust: 'known' as const };
const value = (kind: MeasurementKind, points: readonly Vec3[], space: { affine: Affine; trust: 'known' | 'orientation-unknown' | 'spacing-unknown' } = known): [number, string] | null => {
  const found = measure({ kind, points }, space);
  return found && [Number(found.value.toFixed(9)), found.unit];
};

describe('what is measured', () => {
  it.each<[string, MeasurementKind, readonly Vec3[], [number, string] | null]>([
    ['the legs of 3, 4 and 12', 'distance', [[1, 1, 1], [4, 5, 13]], [13, 'mm']],
    ['no distance', 'distance', [[1, 1, 1], [1, 1, 1]], [0, 'mm']],
    ['a right angle at the middle point', 'angle', [[5, 0, 0], [0, 0, 0], [0, 0, 2]], [90, 'degrees']],
    ['an angle of an equilateral triangle', 'angle', [[1, 0, 0], [0, 0, 0], [0.5, Math.sqrt(3) / 2, 0]], [60, 'degrees']],
    ['a straight angle', 'angle', [[-1, -1, 0], [0, 0, 0], [3, 3, 0]], [180, 'degrees']],
    ['the angle between two lines that do not meet', 'angle', [[0, 0, 0], [1, 0, 0], [0, 9, 9], [1, 10, 9]], [45, 'degrees']],
    ['more than a right angle between two lines', 'angle', [[0, 0, 0], [1, 0, 0], [0, 9, 9], [-1, 10, 9]], [135, 'degrees']],
    ['no angle where a line has no length', 'angle', [[1, 0, 0], [1, 0, 0], [2, 0, 0]], null],
    ['a rectangle of 2 by 3 that stands on its edge', 'rectangle', [[0, 0, 0], [2, 0, 0], [2, 0, 3], [0, 0, 3]], [6, 'mm2']],
    ['a polygon with a notch', 'polygon', [[0, 0, 7], [4, 0, 7], [4, 4, 7], [2, 1, 7], [0, 4, 7]], [10, 'mm2']],
    ['a circle of radius 2', 'ellipse', [[1, 1, 1], [3, 1, 1], [1, 3, 1]], [Number((4 * Math.PI).toFixed(9)), 'mm2']],
    ['an ellipse of half axes 2 and 5', 'ellipse', [[1, 1, 1], [3, 1, 1], [1, 1, -4]], [Number((10 * Math.PI).toFixed(9)), 'mm2']],
    ['a text', 'text', [[1, 2, 3]], null],
  ])('%s', (_, kind, points, expected) => {
    expect(value(kind, points)).toEqual(expected);
  });

  it.each(['spacing-unknown', 'orientation-unknown'] as const)('never says mm of an image with its %s: voxels of the image’s grid are counted', (trust) => {
    const unknown = { affine, trust };
    const at = (...index: Vec3): Vec3 => indexToWorld(affine, index);
    expect(value('distance', [at(2, 2, 1), at(5, 6, 1)], unknown)).toEqual([5, 'voxels']);
    expect(value('rectangle', [at(0, 0, 0), at(4, 0, 0), at(4, 0, 2), at(0, 0, 2)], unknown)).toEqual([8, 'voxels2']);
    expect(value('angle', [at(1, 0, 0), at(0, 0, 0), at(1, 0, 1)], unknown)).toEqual([45, 'degrees']);
    expect(value('distance', [at(2, 2, 1), at(5, 6, 1)])).toEqual([2.5, 'mm']);
  });

  it('does not depend on where it lies, how it is turned, or at which corner a polygon begins', () => {
    const angle = fc.double({ min: 0, max: 6, noNaN: true });
    const corner = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(fc.property(fc.array(corner, { minLength: 3, maxLength: 8 }), angle, angle, fc.nat(7), (corners, a, b, first) => {
      // The shoelace formula, in the plane.
      const flat = Math.abs(corners.reduce((sum, [x, y], n) => { const [u, v] = corners[(n + 1) % corners.length]!; return sum + x * v - u * y; }, 0)) / 2;
      const [right, down]: [Vec3, Vec3] = [[Math.cos(a), Math.sin(a), 0], [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)]];
      const lifted = corners.map(([x, y]): Vec3 => [7 + x * right[0] + y * down[0], -3 + x * right[1] + y * down[1], 90 + x * right[2] + y * down[2]]);
      const start = first % lifted.length;
      const found = measure({ kind: 'polygon', points: [...lifted.slice(start), ...lifted.slice(0, start)] }, known)!;
      expect(found.value).toBeCloseTo(flat, 6);
    }), { numRuns: 100 });
  });

  it('refuses shapes of other numbers of points', () => {
    for (const [kind, count] of [['distance', 3], ['angle', 2], ['polygon', 2], ['ellipse', 2], ['text', 2], ['rectangle', 3]] as const) {
      expect(() => measure({ kind, points: Array.from({ length: count }, (): Vec3 => [0, 0, 0]) }, known)).toThrow(RangeError);
    }
  });
});

it('a plane that is moved holds the points that were in it, sheared or stretched', () => {
  // Quarters: small numbers without end, which doubles are full of, span no plane and no space.
  const number = fc.integer({ min: -12, max: 12 }).map((quarters) => quarters / 4);
  fc.assert(fc.property(fc.tuple(number, number, number), fc.array(number, { minLength: 9, maxLength: 9 }), number, number, (direction, m, s, t) => {
    const length = Math.hypot(...direction);
    const [a, b, c, d, e, f, g, h, i] = m as [number, number, number, number, number, number, number, number, number];
    const moving: Affine = [a, b, c, 5, d, e, f, -6, g, h, i, 7];
    fc.pre(length > 0.5 && Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) > 0.5);
    const normal: Vec3 = [direction[0] / length, direction[1] / length, direction[2] / length];
    const one = crossProduct(normal, Math.abs(normal[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]);
    const other = crossProduct(normal, one);
    const point: Vec3 = [1, 2, 3];
    const within: Vec3 = [point[0] + s * one[0] + t * other[0], point[1] + s * one[1] + t * other[1], point[2] + s * one[2] + t * other[2]];
    const moved = movedPlane({ point, normal }, moving);
    const away = indexToWorld(moving, within).map((value, at) => value - moved.point[at]!);
    expect(away.reduce((sum, value, at) => sum + value * moved.normal[at]!, 0)).toBeCloseTo(0, 8);
    expect(Math.hypot(...moved.normal)).toBeCloseTo(1, 12);
  }), { numRuns: 100 });
});
