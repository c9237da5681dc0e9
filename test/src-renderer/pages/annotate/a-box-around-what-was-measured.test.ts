import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { boxAround } from '../../../../src-renderer/pages/annotate/measured-box.ts';

const size: Vec3 = [20, 10, 5];

it('holds the voxels whose middles lie within the corners, and one slice of a flat one', () => {
  const corners: Vec3[] = [[2.4, 1.6, 3], [7.5, 1.6, 3], [7.5, 4, 3], [2.4, 4, 3]];
  expect(boxAround('rectangle', corners, size)).toEqual({ from: [3, 2, 3], to: [7, 4, 3] });
  // What is smaller than a voxel lies in one.
  expect(boxAround('polygon', [[4.2, 4.2, 1.1], [4.4, 4.3, 1.1], [4.3, 4.4, 1.1]], size)).toEqual({ from: [4, 4, 1], to: [4, 4, 1] });
});

it('an ellipse reaches as far as its points at every angle do', () => {
  const [c, a, b] = [[10, 5, 2], [4, 2, 0], [-1, 2, 0]] as const;
  const on = (t: number): Vec3 => [0, 1, 2].map((axis) => c[axis]! + a[axis]! * Math.cos(t) + b[axis]! * Math.sin(t)) as unknown as Vec3;
  const around = Array.from({ length: 3600 }, (_, at) => on((at * Math.PI) / 1800));
  const ends: Vec3[] = [[...c], on(0), on(Math.PI / 2)];
  expect(boxAround('ellipse', ends, size)).toEqual(boxAround('polygon', around, size));
  expect(boxAround('ellipse', ends, size)).toEqual({ from: [6, 3, 2], to: [14, 7, 2] });
});

it('ends where the image does, and is none where it lies beside it', () => {
  expect(boxAround('distance', [[-3, 2, 1], [40, 2, 1]], size)).toEqual({ from: [0, 2, 1], to: [19, 2, 1] });
  expect(boxAround('distance', [[22, 2, 1], [40, 2, 1]], size)).toBeNull();
  expect(boxAround('distance', [], size)).toBeNull();
});
