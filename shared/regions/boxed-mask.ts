/** Parts of a grid, and regions that are kept only there, since a slice or a brush need not cost a volume. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { Grid, Mask } from './grid.ts';

/** A region and the part of the grid outside which nothing belongs to it: one byte a voxel of the box, i fastest. */
export interface BoxedMask {
  readonly box: VoxelBox;
  readonly mask: Mask;
}

export function boxOfGrid({ size }: Pick<Grid, 'size'>): VoxelBox {
  return { first: [0, 0, 0], last: [size[0] - 1, size[1] - 1, size[2] - 1] };
}

/** The voxels of one slice. */
export function boxOfSlice(grid: Grid, axis: AxisIndex, slice: number): VoxelBox {
  const { first, last } = boxOfGrid(grid);
  const at = (corner: Vec3): Vec3 => [axis === 0 ? slice : corner[0], axis === 1 ? slice : corner[1], axis === 2 ? slice : corner[2]];
  return { first: at(first), last: at(last) };
}

/** The voxels whose centre lies within a distance along each axis of a place that may be fractional. */
export function boxAround(centre: Vec3, reachMm: number, spacingMm: Vec3): VoxelBox {
  const away = (axis: AxisIndex): number => reachMm / spacingMm[axis];
  return {
    first: [Math.ceil(centre[0] - away(0)), Math.ceil(centre[1] - away(1)), Math.ceil(centre[2] - away(2))],
    last: [Math.floor(centre[0] + away(0)), Math.floor(centre[1] + away(1)), Math.floor(centre[2] + away(2))],
  };
}

/** What two boxes share; of size 0 along some axis where they share nothing. */
export function sharedBox(one: VoxelBox, other: VoxelBox): VoxelBox {
  const [p, q] = [one.first, other.first];
  const [r, s] = [one.last, other.last];
  const first: Vec3 = [Math.max(p[0], q[0]), Math.max(p[1], q[1]), Math.max(p[2], q[2])];
  const last = (axis: AxisIndex): number => Math.max(Math.min(r[axis], s[axis]), first[axis] - 1);
  return { first, last: [last(0), last(1), last(2)] };
}
