import { pointOfVoxel, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { PixelRectangle } from '#shared/voxels/slice-pixels.ts';
import type { VoxelBox } from './slice-view.ts';

/** The part of a shown slice that a box of voxels covers; null where it covers none. */
export function touchedRectangle(plane: SlicePlane, slice: number, { first, last }: VoxelBox): PixelRectangle | null {
  if (slice < first[plane.axis] || slice > last[plane.axis]) return null;
  const [a, b] = [pointOfVoxel(plane, first), pointOfVoxel(plane, last)];
  const left = Math.max(Math.min(a.column, b.column), 0);
  const top = Math.max(Math.min(a.row, b.row), 0);
  const width = Math.min(Math.max(a.column, b.column), plane.right.count - 1) - left + 1;
  const height = Math.min(Math.max(a.row, b.row), plane.down.count - 1) - top + 1;
  return width > 0 && height > 0 ? { column: left, row: top, width, height } : null;
}

export function unionRectangle(a: PixelRectangle, b: PixelRectangle): PixelRectangle {
  const column = Math.min(a.column, b.column);
  const row = Math.min(a.row, b.row);
  const width = Math.max(a.column + a.width, b.column + b.width) - column;
  const height = Math.max(a.row + a.height, b.row + b.height) - row;
  return { column, row, width, height };
}
