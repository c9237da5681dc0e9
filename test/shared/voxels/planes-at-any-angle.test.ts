import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToWorld } from '#shared/geometry/affine.ts';
import { slicePlane } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { cutLine, edgeLetters, freePlane, freePlaneSize, offsetsWithin, pixelOnPlane, planeDirections, voxelOnPlane, type PlaneDirections } from '#shared/voxels/free-plane.ts';
import { cutLinear } from '#shared/voxels/resample-plane.ts';
import { arbitraryAffine, arbitrarySize } from '../geometry/arbitrary-geometry.ts';

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const between = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const degrees = fc.double({ min: -90, max: 90, noNaN: true });
const asked = fc.record({
  geometry: fc.record({ size: arbitrarySize, affine: arbitraryAffine }),
  axis: fc.constantFrom<AxisIndex>(0, 1, 2),
  angles: fc.record({ tiltDegrees: degrees, turnDegrees: degrees }),
});

describe('a free plane', () => {
  it('has directions of length one at right angles, and goes through the place that it is meant to', () => {
    fc.assert(fc.property(asked, fc.double({ min: -5, max: 5, noNaN: true }), ({ geometry, axis, angles }, offsetMm) => {
      const directions = planeDirections(geometry, slicePlane(geometry, axis), angles);
      const { right, down, away } = directions;
      for (const [a, b, wanted] of [[right, right, 1], [down, down, 1], [away, away, 1], [right, down, 0], [right, away, 0], [down, away, 0]] as const) {
        expect(dot(a, b)).toBeCloseTo(wanted, 9);
      }
      const place = indexToWorld(geometry.affine, [0, geometry.size[1] - 1, 0]);
      const plane = freePlane(geometry, directions, place, offsetMm);
      expect(dot(between(place, plane.origin), away)).toBeCloseTo(-offsetMm, 6);
      // Pixel to voxel and back.
      const pixel = pixelOnPlane(plane, indexToWorld(geometry.affine, voxelOnPlane(geometry, plane, 3.25, 1.5)));
      expect([pixel.column, pixel.row]).toEqual([expect.closeTo(3.25, 5), expect.closeTo(1.5, 5)]);
    }));
  });

  it('reaches every corner of the volume whatever its angles', () => {
    fc.assert(fc.property(asked, ({ geometry, axis, angles }) => {
      const { pixels } = freePlaneSize(geometry);
      for (const corner of [[0, 0, 0], [geometry.size[0] - 1, geometry.size[1] - 1, geometry.size[2] - 1]] as const) {
        const place = indexToWorld(geometry.affine, corner);
        const plane = freePlane(geometry, planeDirections(geometry, slicePlane(geometry, axis), angles), place, 0);
        const { column, row } = pixelOnPlane(plane, place);
        for (const one of [column, row]) {
          expect(one).toBeGreaterThanOrEqual(-0.5);
          expect(one).toBeLessThanOrEqual(pixels - 0.5);
        }
      }
    }));
  });

  it('may be moved until it leaves the volume, and no further', () => {
    fc.assert(fc.property(asked, fc.double({ min: 0, max: 1, noNaN: true }), ({ geometry, axis, angles }, share) => {
      const directions = planeDirections(geometry, slicePlane(geometry, axis), angles);
      const [i, j, k] = geometry.size;
      const place = indexToWorld(geometry.affine, [share * (i - 1), share * (j - 1), share * (k - 1)]);
      const { least, most } = offsetsWithin(geometry, directions, place);
      // The plane through a place of the volume is in it.
      expect(least).toBeLessThanOrEqual(1e-6);
      expect(most).toBeGreaterThanOrEqual(-1e-6);
      /** Which of all corners lie behind the plane, or on it. */
      const behind = (offsetMm: number): number => {
        const { origin } = freePlane(geometry, directions, place, offsetMm);
        const corners = [0, i - 1].flatMap((x) => [0, j - 1].flatMap((y) => [0, k - 1].map((z): Vec3 => [x, y, z])));
        return corners.filter((corner) => dot(between(indexToWorld(geometry.affine, corner), origin), directions.away) >= -1e-6).length;
      };
      expect(behind(least - 1e-3)).toBe(8);
      expect(behind(most)).toBeGreaterThan(0);
      expect(behind(most + 1e-3)).toBe(0);
    }));
  });

  it('says at its edges towards what of the patient they lie', () => {
    const geometry = { size: [10, 12, 14] as Vec3, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const };
    const letters = (axis: AxisIndex, tiltDegrees: number, turnDegrees: number) => edgeLetters(planeDirections(geometry, slicePlane(geometry, axis), { tiltDegrees, turnDegrees }));
    for (const axis of [0, 1, 2] as const) expect(letters(axis, 0, 0)).toEqual(slicePlane(geometry, axis).letters);
    // An axial slice whose upper edge goes towards the feet.
    expect(letters(2, 30, 0)).toEqual({ left: 'R', right: 'L', top: 'AI', bottom: 'PS' });
    expect(letters(2, 60, 0)).toEqual({ left: 'R', right: 'L', top: 'IA', bottom: 'SP' });
    expect(letters(2, 10, 10)).toEqual(letters(2, 0, 0));
  });

  it('without angles lies as the slice does, and tilted by a right angle as the plane across it', () => {
    const geometry = { size: [10, 12, 14] as Vec3, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const };
    const axial = slicePlane(geometry, 2);
    expect(planeDirections(geometry, axial, { tiltDegrees: 0, turnDegrees: 0 })).toEqual({ right: [1, 0, 0], down: [0, 1, 0], away: [0, 0, 1] });
    // From axial about left–right: down becomes superior, as in a coronal slice seen from the back of its rows.
    const tilted = planeDirections(geometry, axial, { tiltDegrees: 90, turnDegrees: 0 });
    [[1, 0, 0], [0, 0, 1], [0, -1, 0]].forEach((wanted, at) => {
      const vector = [tilted.right, tilted.down, tilted.away][at]!;
      wanted.forEach((value, n) => expect(vector[n]!).toBeCloseTo(value, 9));
    });
    // A volume that grows evenly along (1, 2, 3) has, on any plane, the value of the place.
    const voxels = Float32Array.from({ length: 10 * 12 * 14 }, (_, at) => (at % 10) + 2 * (Math.floor(at / 10) % 12) + 3 * Math.floor(at / 120));
    const plane = freePlane(geometry, planeDirections(geometry, axial, { tiltDegrees: 33, turnDegrees: -20 }), [4, 6, 7], 0);
    const values = new Float32Array(plane.columns * plane.rows);
    cutLinear({ voxels, geometry, slope: 1, intercept: 0 }, plane, values);
    const { column, row } = pixelOnPlane(plane, [4, 6, 7]);
    const at = Math.round(column) + plane.columns * Math.round(row);
    const [i, j, k] = voxelOnPlane(geometry, plane, Math.round(column), Math.round(row));
    expect(values[at]).toBeCloseTo(i + 2 * j + 3 * k, 3);
    expect(values.some((value) => Number.isNaN(value))).toBe(true);
  });

  it('cuts a slice along a line that lies in both', () => {
    fc.assert(fc.property(asked, fc.double({ min: -5, max: 5, noNaN: true }), ({ geometry, axis, angles }, offsetMm) => {
      const began = slicePlane(geometry, axis);
      const [free, slice] = [planeDirections(geometry, began, angles), planeDirections(geometry, began, { tiltDegrees: 0, turnDegrees: 0 })] as [PlaneDirections, PlaneDirections];
      const place: Vec3 = [3, -2, 5];
      const line = cutLine(free, slice, place, offsetMm);
      fc.pre(line !== null && Math.abs(dot(free.away, slice.away)) < 0.999);
      for (const along of [0, 10]) {
        const point = [0, 1, 2].map((n) => line.at[n]! + along * line.direction[n]!) as unknown as Vec3;
        expect(dot(between(point, place), slice.away)).toBeCloseTo(0, 6);
        expect(dot(between(point, place), free.away)).toBeCloseTo(offsetMm, 6);
      }
    }));
    expect(cutLine({ right: [1, 0, 0], down: [0, 1, 0], away: [0, 0, 1] }, { right: [1, 0, 0], down: [0, 1, 0], away: [0, 0, 1] }, [0, 0, 0], 0)).toBeNull();
  });
});
