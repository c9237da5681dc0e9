/** Whether two volumes have their voxels at the same places, in the same or in another order. */
import { cornerShiftVoxels, isInvertible } from './affine.ts';
import { type AxisOrder, isSameOrder, reorderGeometry } from './axis-order.ts';
import { permutations } from './orientation.ts';
import type { Vec3, VolumeGeometry } from './volume-geometry.ts';

/** Corners closer than this, in voxels of the reference, are the same place. */
export const sameLatticeToleranceVoxels = 0.05;

export type LatticeComparison =
  | { readonly kind: 'same' }
  /** `order` takes the other volume to the reference's grid, exactly. */
  | { readonly kind: 'reordered'; readonly order: AxisOrder }
  /** `cornerShiftVoxels`: for the closest order of equal size; null where no order has the reference's size. */
  | { readonly kind: 'different'; readonly cornerShiftVoxels: number | null };

/**
 * Compares where the corner voxels lie: all within 0.05 voxel of the reference's → the same lattice;
 * so for some permutation and flips of the other's axes → the same lattice in another order.
 */
export function compareLattices(reference: VolumeGeometry, other: VolumeGeometry): LatticeComparison {
  if (!isInvertible(reference.affine) || !isInvertible(other.affine)) return { kind: 'different', cornerShiftVoxels: null };
  let closest: { readonly order: AxisOrder; readonly shift: number } | null = null;
  for (const order of everyOrder()) {
    const reordered = reorderGeometry(other, order);
    if (!isSameSize(reordered.size, reference.size)) continue;
    const shift = cornerShiftVoxels(reference.size, reference.affine, reordered.affine);
    // The unchanged order comes first and wins wherever it is good enough: along an axis of a
    // single voxel a flip changes nothing.
    if (shift <= sameLatticeToleranceVoxels && isSameOrder(order)) return { kind: 'same' };
    if (closest === null || shift < closest.shift) closest = { order, shift };
  }
  if (closest === null) return { kind: 'different', cornerShiftVoxels: null };
  return closest.shift <= sameLatticeToleranceVoxels
    ? { kind: 'reordered', order: closest.order }
    : { kind: 'different', cornerShiftVoxels: closest.shift };
}

/** All 48 permutations with flips, the unchanged one first. */
export function everyOrder(): readonly AxisOrder[] {
  const flips = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0] as const);
  return permutations.flatMap((from) => flips.map((flip) => ({ from, flip })));
}

function isSameSize(a: Vec3, b: Vec3): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}
