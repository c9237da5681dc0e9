import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToWorld, voxelCount } from '#shared/geometry/affine.ts';
import { invertOrder, orderToRas, reorderGeometry, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { axisDirections, orientationCode } from '#shared/geometry/orientation.ts';
import { arbitraryAffine, arbitraryGeometry, arbitraryOrder } from './arbitrary-geometry.ts';

const counting = (count: number): Uint16Array => Uint16Array.from({ length: count }, (_, n) => n);

describe('reordering axes', () => {
  it('and back gives the same voxels at the same places', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryOrder, (geometry, order) => {
      const voxels = counting(voxelCount(geometry.size));
      const there = reorderGeometry(geometry, order);
      const back = invertOrder(order);
      const restored = reorderVoxels(reorderVoxels(voxels, geometry.size, order), there.size, back);
      expect(restored).toEqual(voxels);
      const home = reorderGeometry(there, back);
      expect(home.size).toEqual(geometry.size);
      home.affine.forEach((value, place) => expect(value).toBeCloseTo(geometry.affine[place] as number, 8));
    }));
  });

  it('leaves every voxel at its patient position', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryOrder, (geometry, order) => {
      const there = reorderGeometry(geometry, order);
      const numbers = reorderVoxels(counting(voxelCount(geometry.size)), geometry.size, order);
      const [ni, nj, nk] = there.size;
      let at = 0;
      for (let k = 0; k < nk; k++) for (let j = 0; j < nj; j++) for (let i = 0; i < ni; i++) {
        const number = numbers[at++] as number;
        const source = [
          number % geometry.size[0],
          Math.floor(number / geometry.size[0]) % geometry.size[1],
          Math.floor(number / (geometry.size[0] * geometry.size[1])),
        ] as const;
        const expected = indexToWorld(geometry.affine, source);
        indexToWorld(there.affine, [i, j, k]).forEach((value, axis) => expect(value).toBeCloseTo(expected[axis] as number, 6));
      }
    }), { numRuns: 40 });
  });

  it('to RAS leaves axes that grow to R, A and S, and a second time nothing is left to do', () => {
    fc.assert(fc.property(arbitraryGeometry, (geometry) => {
      const there = reorderGeometry(geometry, orderToRas(geometry.affine));
      expect(orientationCode(there.affine)).toBe('RAS');
    }));
  });

  it('keeps the type of the array', () => {
    const voxels = Float64Array.from([0.5, 1.5]);
    const reordered: Float64Array = reorderVoxels(voxels, [2, 1, 1], { from: [1, 0, 2], flip: [false, true, false] });
    expect(reordered).toEqual(Float64Array.from([1.5, 0.5]));
  });

  it('refuses voxels that are not of the size', () => {
    expect(() => reorderVoxels(new Uint8Array(5), [2, 3, 1], { from: [0, 1, 2], flip: [false, false, false] })).toThrow(RangeError);
  });
});

describe('the directions of a grid', () => {
  it('give every axis a world axis of its own, however the grid is turned', () => {
    fc.assert(fc.property(arbitraryAffine, (affine) => {
      const directions = axisDirections(affine);
      expect(new Set(directions.map(({ worldAxis }) => worldAxis)).size).toBe(3);
    }));
  });
});
