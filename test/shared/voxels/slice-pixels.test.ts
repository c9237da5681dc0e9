import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slicePlane, sliceSteps, voxelAtPoint } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { bytesThroughWindow, copyGreys, copyLabels } from '#shared/voxels/slice-pixels.ts';
import { arbitraryGeometry } from '../geometry/arbitrary-geometry.ts';

const line = { start: 0, stepRight: 1, stepDown: 0 };
const greys = (voxels: Float32Array | Float64Array | Uint32Array | Int16Array, base = 0, sign: 1 | -1 = 1): number[] => {
  const into = new Float32Array(voxels.length);
  copyGreys(voxels, line, voxels.length, 1, base, sign, into);
  return [...into];
};

describe('pixels of a slice', () => {
  it('are the voxels that the screen shows there, for any rectangle of any plane', () => {
    fc.assert(fc.property(arbitraryGeometry, fc.constantFrom<AxisIndex>(0, 1, 2), fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), (geometry, axis, [a, b, c, d]) => {
      const { size } = geometry;
      const voxels = Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, index) => index);
      const plane = slicePlane(geometry, axis);
      const column = a! % plane.right.count;
      const row = b! % plane.down.count;
      const rectangle = { column, row, width: 1 + (c! % (plane.right.count - column)), height: 1 + (d! % (plane.down.count - row)) };
      const into = new Uint8Array(36);
      copyLabels(voxels, sliceSteps(plane, size, 0), rectangle, into);
      const grey = new Float32Array(plane.right.count * plane.down.count);
      copyGreys(voxels, sliceSteps(plane, size, 0), plane.right.count, plane.down.count, 0, 1, grey);
      for (let y = 0; y < rectangle.height; y += 1) {
        for (let x = 0; x < rectangle.width; x += 1) {
          const [i, j, k] = voxelAtPoint(plane, 0, { column: column + x, row: row + y });
          const expected = voxels[i + size[0] * (j + size[1] * k)];
          expect(into[y * rectangle.width + x]).toBe(expected);
          expect(grey[(row + y) * plane.right.count + column + x]).toBe(expected);
        }
      }
    }));
  });

  it('keep large values apart that single precision would merge', () => {
    const voxels = Uint32Array.of(4_000_000_000, 4_000_000_001, 4_000_000_002);
    expect(new Set(Float32Array.from(voxels)).size).toBe(1);
    expect(greys(voxels, 4_000_000_000)).toEqual([0, 1, 2]);
    expect(greys(Float64Array.of(1e12 + 0.25, 1e12 + 0.5), 1e12)).toEqual([0.25, 0.5]);
  });

  it('hold every integer of CT', () => {
    expect(greys(Int16Array.of(-1024, 2049, 3071, 32767))).toEqual([-1024, 2049, 3071, 32767]);
  });

  it('are finite where the image is not', () => {
    expect(greys(Float32Array.of(NaN, 3, -Infinity, 7, Infinity))).toEqual([3, 3, 3, 7, 7]);
    expect(greys(Float32Array.of(NaN, 3, -Infinity, 7, Infinity), 0, -1)).toEqual([-7, -3, -3, -7, -7]);
    expect(greys(Float64Array.of(NaN, Infinity))).toEqual([0, 0]);
    // Beyond the largest single-precision number.
    expect(greys(Float64Array.of(1e300, 5, -1e300))).toEqual([5, 5, 5]);
  });

  it('through a window are black at its lower end, white at its upper end, and clipped', () => {
    const into = new Uint8Array(5);
    bytesThroughWindow(Float32Array.of(-160, 41, 240, -1000, 3000), 40, 400, into);
    expect([...into]).toEqual([0, 128, 255, 0, 255]);
  });
});
