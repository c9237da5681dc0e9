import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voxelCount } from '#shared/geometry/affine.ts';
import { reorderGeometry, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { compareLattices } from '#shared/geometry/lattice.ts';
import { resampleNearest } from '#shared/geometry/resample.ts';
import { chooseSliceAxis } from '#shared/geometry/slice-axis.ts';
import type { Affine, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { arbitraryGeometry, arbitraryOrder } from './arbitrary-geometry.ts';

const grid = (size: readonly [number, number, number], spacing: readonly [number, number, number], x = 0): VolumeGeometry =>
  ({ size, affine: [spacing[0], 0, 0, x, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0] });

describe('comparing lattices', () => {
  it('recognises a volume stored in any other order, and the order brings its voxels home', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryOrder, (reference, order) => {
      const other = reorderGeometry(reference, order);
      const comparison = compareLattices(reference, other);
      expect(comparison.kind).not.toBe('different');
      const numbers = Uint16Array.from({ length: voxelCount(reference.size) }, (_, n) => n);
      const stored = reorderVoxels(numbers, reference.size, order);
      const home = comparison.kind === 'reordered' ? reorderVoxels(stored, other.size, comparison.order) : stored;
      expect(home).toEqual(numbers);
    }));
  });

  it('accepts 0.04 voxel and refuses 0.06, whatever the spacing', () => {
    for (const spacing of [0.3, 1, 5]) {
      const reference = grid([9, 8, 7], [spacing, spacing, spacing]);
      expect(compareLattices(reference, grid([9, 8, 7], [spacing, spacing, spacing], 0.04 * spacing)).kind).toBe('same');
      const moved = compareLattices(reference, grid([9, 8, 7], [spacing, spacing, spacing], 0.06 * spacing));
      expect(moved).toMatchObject({ kind: 'different' });
      expect((moved as { cornerShiftVoxels: number }).cornerShiftVoxels).toBeCloseTo(0.06, 9);
    }
  });

  it('sees a spacing that is a little off, at the far corner', () => {
    const comparison = compareLattices(grid([100, 5, 5], [1, 1, 1]), grid([100, 5, 5], [1.001, 1, 1]));
    expect((comparison as { cornerShiftVoxels: number }).cornerShiftVoxels).toBeCloseTo(0.099, 9);
  });

  it('has no shift to tell where the sizes cannot fit', () => {
    expect(compareLattices(grid([4, 5, 6], [1, 1, 1]), grid([4, 5, 7], [1, 1, 1]))).toEqual({ kind: 'different', cornerShiftVoxels: null });
  });
});

describe('resampling labels to the nearest voxel', () => {
  it('changes nothing on the same grid and equals exact reordering on a reordered one', () => {
    fc.assert(fc.property(arbitraryGeometry, arbitraryOrder, (geometry, order) => {
      const voxels = Int32Array.from({ length: voxelCount(geometry.size) }, (_, n) => n * 70_000);
      expect(resampleNearest(voxels, geometry, geometry)).toEqual(voxels);
      expect(resampleNearest(voxels, geometry, reorderGeometry(geometry, order))).toEqual(reorderVoxels(voxels, geometry.size, order));
    }));
  });

  it('doubles voxels on a grid twice as fine and leaves 0 outside', () => {
    const fine: Affine = [0.5, 0, 0, -0.25, 0, 1, 0, 0, 0, 0, 1, 0];
    expect([...resampleNearest(Uint8Array.from([3, 7]), grid([2, 1, 1], [1, 1, 1]), { size: [6, 1, 1], affine: fine })])
      .toEqual([3, 3, 7, 7, 0, 0]);
  });
});

describe('the axis that slices are reviewed along', () => {
  it.each([
    ['thick sagittal slices', [4, 0.9, 0.9], 0],
    ['thick coronal slices', [0.9, 4, 0.9], 1],
    ['thick axial slices', [0.5, 0.5, 5], 2],
    ['isotropic voxels with rounded spacings', [2.3897, 2.3665, 2.3852], 2],
    ['one fine axis: never across the coarse ones', [1, 3, 3], 2],
    ['one fine axis at the end', [3, 3, 1], 1],
  ] as const)('%s', (_name, spacing, axis) => {
    expect(chooseSliceAxis(grid([20, 20, 20], spacing))).toBe(axis);
  });

  it('follows the acquisition where spacings are equal, and a single slice whatever its spacing', () => {
    expect(chooseSliceAxis(grid([20, 20, 20], [1, 1, 1]), 0)).toBe(0);
    expect(chooseSliceAxis(grid([20, 20, 20], [1, 1, 5]), 0)).toBe(2);
    expect(chooseSliceAxis(grid([200, 100, 1], [1, 1, 0.1]))).toBe(2);
  });
});
