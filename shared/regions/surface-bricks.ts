/** The bricks that a volume's surfaces are made in: which there are, which a stroke touches, and what is cut out for one. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { cutOut, roomAround, widened } from './region-box.ts';
import { surfaceMargin, type SurfaceBlock } from './surface.ts';

export interface BrickLayout {
  /** Voxels of the volume. */
  readonly size: Vec3;
  /** Voxels along a brick's edge; those at the volume's far side may be shorter. */
  readonly edge: number;
  /** Bricks along each axis, and in all; numbered with i fastest. */
  readonly counts: Vec3;
  readonly count: number;
}

/** Few enough to draw each on its own (some hundred at 512³), small enough to be made again in some milliseconds. */
export function brickLayout(size: Vec3, edge: number = size[0] * size[1] * size[2] > 128 ** 3 ? 64 : 32): BrickLayout {
  const along = (voxels: number): number => Math.max(1, Math.ceil(voxels / edge));
  const counts: Vec3 = [along(size[0]), along(size[1]), along(size[2])];
  return { size, edge, counts, count: counts[0] * counts[1] * counts[2] };
}

/** A brick's own voxels. The first along an axis has one layer before the volume too, where labels at its border are closed. */
export function brickBox({ size, edge, counts }: BrickLayout, brick: number): VoxelBox {
  const row = Math.floor(brick / counts[0]);
  const place: Vec3 = [brick % counts[0], row % counts[1], Math.floor(row / counts[1])];
  const first = place.map((at) => (at === 0 ? -1 : at * edge));
  const last = place.map((at, axis) => Math.min((at + 1) * edge, size[axis]!) - 1);
  return { first: first as [number, number, number], last: last as [number, number, number] };
}

/** The bricks whose surfaces a change inside the box can alter, ascending. */
export function bricksAround({ size, edge, counts }: BrickLayout, box: VoxelBox): number[] {
  const { first, last } = roomAround(box, [surfaceMargin, surfaceMargin, surfaceMargin], size);
  const from = first.map((voxel) => Math.floor(voxel / edge));
  const to = last.map((voxel) => Math.floor(voxel / edge));
  const bricks: number[] = [];
  for (let k = from[2]!; k <= to[2]!; k++) {
    for (let j = from[1]!; j <= to[1]!; j++) {
      for (let i = from[0]!; i <= to[0]!; i++) bricks.push(i + counts[0] * (j + counts[1] * k));
    }
  }
  return bricks;
}

/** What a brick's surfaces follow from, as a copy; null where it has none because all of it is of one label. */
export function surfaceBlock(labels: Uint8Array, layout: BrickLayout, brick: number): SurfaceBlock | null {
  const own = brickBox(layout, brick);
  if (isUniform(labels, layout.size, widened(own, [1, 1, 1]))) return null;
  const box = widened(own, [surfaceMargin, surfaceMargin, surfaceMargin]);
  return { brick: own, box, labels: cutOut(labels, layout.size, box) };
}

/** Whether all voxels of the box are alike; what lies beyond the volume is background. */
function isUniform(labels: Uint8Array, size: Vec3, box: VoxelBox): boolean {
  const { first, last } = roomAround(box, [0, 0, 0], size);
  const [ni, nj] = size;
  const label = labels[first[0] + ni * (first[1] + nj * first[2])]!;
  if (label !== 0 && [0, 1, 2].some((axis) => box.first[axis]! < 0 || box.last[axis]! >= size[axis]!)) return false;
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      const from = ni * (j + nj * k);
      for (let p = from + first[0]; p <= from + last[0]; p++) if (labels[p] !== label) return false;
    }
  }
  return true;
}
