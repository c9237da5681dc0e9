/**
 * Holes of a region: what of the rest is closed in, so that no way over voxels' faces leads from it to the edge of the
 * grid (Soille, Morphological Image Analysis, 2nd ed. 2003, 6.3.7).
 */
import { axes } from '../geometry/affine.ts';
import type { AxisIndex } from '../geometry/volume-geometry.ts';
import { findComponents, type Components } from './components.ts';
import { finish, type Grid, type Mask, type RegionWork } from './grid.ts';
import { boxOf, boxSize, cutOut, putBack } from './region-box.ts';
import { putSlice, sliceFrame, takeSlice, type SliceFrame } from './slice.ts';

export interface HoleFilling {
  /** The axis whose slices are looked at one by one; null: a hole is closed in from all sides of the volume. */
  readonly slices: AxisIndex | null;
  /** Larger holes stay: mm³, of slices mm². Null: all are filled. */
  readonly largest: number | null;
}

/** The region with its holes. Along an axis of one voxel there is no edge, so that a grid of one slice is filled as an image. */
export function* fillHoles(mask: Mask, { size, spacingMm }: Grid, { slices, largest }: HoleFilling): RegionWork<Mask> {
  const filled = mask.slice();
  // What lies beyond the region's box reaches the edge of the grid, along one axis or another.
  const box = boxOf(mask, size);
  if (box === null) return filled;
  const voxelSize = spacingMm.reduce((product, step, axis) => (axis === slices ? product : product * step), 1);
  const most = largest === null ? Infinity : (largest / voxelSize) * (1 + 1e-9);
  const part = cutOut(mask, size, box);
  const partSize = boxSize(box);
  if (slices === null) fill(part, yield* findComponents(part, 0, partSize, 6), axes.filter((axis) => size[axis] > 1), most);
  else yield* fillSlices(part, { size: partSize, spacingMm }, sliceFrame({ size, spacingMm }, slices), most);
  putBack(part, box, filled, size);
  return filled;
}

/** In place, one slice after the other, each as an image whose rows run along u. @param frame of the slices of the whole grid */
function* fillSlices(part: Mask, grid: Grid, frame: SliceFrame, most: number): RegionWork<void> {
  const { axis, u, v } = frame;
  const across = [...(frame.width > 1 ? [0 as const] : []), ...(frame.height > 1 ? [1 as const] : [])];
  for (let slice = 0; slice < grid.size[axis]; slice++) {
    const image = takeSlice(part, grid, axis, slice);
    fill(image, finish(findComponents(image, 0, [grid.size[u], grid.size[v], 1], 6)), across, most);
    putSlice(image, part, grid, axis, slice);
    yield (slice + 1) / grid.size[axis];
  }
}

/** In place. @param across the axes along which an edge is open */
function fill(region: Mask, { size, voxels, first, behind, component }: Components, across: readonly AxisIndex[], most: number): void {
  const stays = Uint8Array.from(voxels, (count) => Number(count > most));
  const [ni, nj, nk] = size;
  const [alongI, alongJ, alongK] = axes.map((axis) => across.includes(axis));
  for (let run = 0; run < first.length; run++) {
    const [from, to] = [first[run] as number, behind[run] as number];
    const row = Math.floor(from / ni);
    const j = row % nj;
    const k = Math.floor(row / nj);
    const isOpen = (alongI && (from === row * ni || to === (row + 1) * ni)) || (alongJ && (j === 0 || j === nj - 1)) || (alongK && (k === 0 || k === nk - 1));
    if (isOpen) stays[component[run] as number] = 1;
  }
  for (let run = 0; run < first.length; run++) {
    if (stays[component[run] as number] === 0) region.fill(1, first[run], behind[run]);
  }
}
