import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slicePlane, voxelAtPoint } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { fittingTransform, isOnSlice, panned, placeInView, pointInView, transformAround, zoomed } from '../../../src-renderer/viewer/view-transform.ts';
import { touchedRectangle, unionRectangle } from '../../../src-renderer/viewer/touched-rectangle.ts';
import { arbitraryGeometry } from '../../shared/geometry/arbitrary-geometry.ts';

const view = { width: 800, height: 600 };
const plane = slicePlane({ size: [100, 50, 3], affine: [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 5, 0] }, 2);

describe('the transform of a view', () => {
  it('goes to a part of the slice: its middle in the middle, with as much again around it', () => {
    const transform = transformAround(plane, view, { column: 10, row: 20 }, { column: 29, row: 29 });
    const middle = placeInView(transform, plane, view, { column: 19.5, row: 24.5 });
    expect([middle.x, middle.y]).toEqual([400, 300]);
    // 20 pixels of 2 mm and 10 of 3 mm: 40 × 30 mm, at half of 20 pixels a millimetre.
    expect(transform.pixelsPerMm).toBeCloseTo(10, 9);
    // Not closer than a voxel of 50 pixels, not further than the whole slice.
    expect(transformAround(plane, view, { column: 5, row: 5 }, { column: 5, row: 5 }).pixelsPerMm).toBeCloseTo(25, 9);
    expect(transformAround(plane, view, { column: 0, row: 0 }, { column: 99, row: 49 }).pixelsPerMm).toBe(fittingTransform(plane, view).pixelsPerMm);
  });

  it('shows the whole slice in true proportions', () => {
    // 200 × 150 mm in 800 × 600: 4 pixels a millimetre, less a margin.
    const { pixelsPerMm } = fittingTransform(plane, view);
    expect(pixelsPerMm).toBeGreaterThan(3.8);
    expect(pixelsPerMm).toBeLessThanOrEqual(4);
    const transform = fittingTransform(plane, view);
    const corners = [[0, 0], [800, 600]].map(([x, y]) => pointInView(transform, plane, view, x!, y!));
    expect(corners.map((corner) => isOnSlice(plane, corner))).toEqual([false, false]);
    expect(pointInView(transform, plane, view, 400, 300)).toEqual({ column: 49.5, row: 24.5 });
    const one = pointInView(transform, plane, view, 400 + pixelsPerMm * 2, 300 + pixelsPerMm * 3);
    expect([one.column, one.row].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([50.5, 25.5]);
  });

  it('keeps what lies under the pointer where it is while zooming', () => {
    fc.assert(fc.property(fc.double({ min: 0.8, max: 3, noNaN: true }), fc.integer({ min: 300, max: 500 }), fc.integer({ min: 200, max: 400 }), (factor, x, y) => {
      const before = fittingTransform(plane, view);
      const after = zoomed(before, plane, view, factor, x, y);
      const [a, b] = [pointInView(before, plane, view, x, y), pointInView(after, plane, view, x, y)];
      expect(b.column).toBeCloseTo(a.column, 6);
      expect(b.row).toBeCloseTo(a.row, 6);
    }));
  });

  it('moves the picture with the pointer and never loses it', () => {
    const before = fittingTransform(plane, view);
    const place = pointInView(before, plane, view, 300, 300);
    const after = pointInView(panned(before, plane, 40, -20), plane, view, 340, 280);
    expect(after.column).toBeCloseTo(place.column, 6);
    expect(after.row).toBeCloseTo(place.row, 6);
    expect(isOnSlice(plane, pointInView(panned(before, plane, 1e6, -1e6), plane, view, 401, 299))).toBe(true);
  });

  it('zooms neither into nothing nor out of sight', () => {
    let transform = fittingTransform(plane, view);
    for (let turn = 0; turn < 60; turn += 1) transform = zoomed(transform, plane, view, 2, 400, 300);
    expect(transform.pixelsPerMm).toBeCloseTo(100, 6);
    for (let turn = 0; turn < 60; turn += 1) transform = zoomed(transform, plane, view, 0.5, 400, 300);
    expect(transform.pixelsPerMm).toBeCloseTo(fittingTransform(plane, view).pixelsPerMm / 10, 6);
  });
});

describe('the part of a slice that a change of voxels touches', () => {
  it('holds exactly the shown voxels of the box', () => {
    const coordinate = fc.integer({ min: 0, max: 5 });
    fc.assert(fc.property(arbitraryGeometry, fc.constantFrom<AxisIndex>(0, 1, 2), fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 3 }), fc.nat(5), (geometry, axis, ranges, slice) => {
      const shown = slicePlane(geometry, axis);
      const first = ranges.map(([a, b]) => Math.min(a, b)) as [number, number, number];
      const last = ranges.map(([a, b]) => Math.max(a, b)) as [number, number, number];
      const rectangle = touchedRectangle(shown, slice, { first, last });
      for (let row = 0; row < shown.down.count; row += 1) {
        for (let column = 0; column < shown.right.count; column += 1) {
          const voxel = voxelAtPoint(shown, slice, { column, row });
          const isTouched = voxel.every((value, a) => value >= first[a]! && value <= last[a]!);
          const isInside = rectangle !== null && column >= rectangle.column && column < rectangle.column + rectangle.width && row >= rectangle.row && row < rectangle.row + rectangle.height;
          expect(isInside).toBe(isTouched);
        }
      }
    }));
  });

  it('grows to hold two', () => {
    expect(unionRectangle({ column: 2, row: 3, width: 4, height: 1 }, { column: 5, row: 0, width: 3, height: 2 })).toEqual({ column: 2, row: 0, width: 6, height: 4 });
  });
});
