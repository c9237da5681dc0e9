import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import { tileGrid } from '../../../src-renderer/editing/tile-grid.ts';
import { copiedSlice } from '../../../src-renderer/editing/tools/copy-slice.ts';
import { outlineBlock } from '../../../src-renderer/editing/tools/outline.ts';

const size: Vec3 = [9, 8, 7];

/** A rectangle in the slice across an axis, from (1.5, 2.5) to (4.5, 5.5) in the two others. */
function rectangle(axis: AxisIndex): Vec3[] {
  return ([[1.5, 2.5], [4.5, 2.5], [4.5, 5.5], [1.5, 5.5]] as const).map(([u, v]) => (axis === 0 ? [3.2, u, v] : axis === 1 ? [u, 3.2, v] : [u, v, 3.2]));
}

describe('an outline', () => {
  it.each<[AxisIndex, Vec3, Vec3]>([
    [0, [3, 2, 3], [3, 4, 5]],
    [1, [2, 3, 3], [4, 3, 5]],
    [2, [2, 3, 3], [4, 5, 3]],
  ])('across axis %i holds the voxels whose centres lie inside, on its slice alone', (axis, first, last) => {
    const block = outlineBlock({ axis, slice: 3, points: rectangle(axis) }, size, 5);
    expect(block).toEqual({ box: { first, last }, where: new Uint8Array(9).fill(1), label: 5 });
  });

  it('holds nothing where it is a line, or lies beside every centre or outside', () => {
    expect(outlineBlock({ axis: 2, slice: 3, points: rectangle(2).slice(0, 2) }, size, 1)).toBeNull();
    expect(outlineBlock({ axis: 2, slice: 3, points: [[1.1, 1.1, 3], [1.4, 1.1, 3], [1.4, 1.4, 3]] }, size, 1)).toBeNull();
    expect(outlineBlock({ axis: 2, slice: 3, points: [[-9, -9, 3], [-2, -9, 3], [-2, -2, 3]] }, size, 1)).toBeNull();
  });
});

describe('a copied slice', () => {
  const at = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);

  it.each<AxisIndex>([0, 1, 2])('adds to the other slice across axis %i what the first has of the label, and nothing else', (axis) => {
    const labels = new Uint8Array(size[0] * size[1] * size[2]);
    const voxels: Vec3[] = [[2, 3, 4], [5, 3, 4], [2, 6, 4], [2, 3, 5]];
    for (const [i, j, k] of voxels) labels[at(i, j, k)] = 1;
    const other: [number, number, number] = [2, 3, 4];
    other[axis] += 1;
    labels[at(...other)] = 2;
    const from = [2, 3, 4][axis]!;
    const block = copiedSlice(labels, size, { axis, from, to: from + 1, label: 1 })!;
    const before = labels.slice();
    paintBlock(labels, tileGrid(size), block, { kept: new Uint8Array(256), notErased: new Uint8Array(256), gate: null });
    const expected = before.slice();
    for (const voxel of voxels) {
      if (voxel[axis] !== from) continue;
      const to: [number, number, number] = [...voxel];
      to[axis] += 1;
      expected[at(...to)] = 1;
    }
    expect(labels).toEqual(expected);
    expect(copiedSlice(labels, size, { axis, from: 0, to: 1, label: 1 })).toBeNull();
  });
});
