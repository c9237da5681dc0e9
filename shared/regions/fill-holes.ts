/**
 * Holes of a region: what of the rest is closed in, so that no way over voxels' faces leads from it to the edge of the
 * grid (Soille, Morphological Image Analysis, 2nd ed. 2003, 6.3.7).
 */
import { axes } from '../geometry/affine.ts';
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { findComponents, type Components } from './components.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { boxOf, boxSize, cutOut, putBack } from './region-box.ts';

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
  const across = axes.filter((axis) => axis !== slices && size[axis] > 1);
  const voxelSize = spacingMm.reduce((product, step, axis) => (axis === slices ? product : product * step), 1);
  const most = largest === null ? Infinity : (largest / voxelSize) * (1 + 1e-9);
  const parts = slices === null ? [box] : eachSlice(box, slices);
  for (const [at, part] of parts.entries()) {
    const region = cutOut(mask, size, part);
    const work = findComponents(region, 0, boxSize(part), 6);
    let step = work.next();
    for (; step.done !== true; step = work.next()) if (slices === null) yield step.value;
    fill(region, step.value, across, most);
    putBack(region, part, filled, size);
    yield (at + 1) / parts.length;
  }
  return filled;
}

function eachSlice({ first, last }: VoxelBox, axis: AxisIndex): readonly VoxelBox[] {
  return Array.from({ length: last[axis] - first[axis] + 1 }, (_, slice) => ({
    first: first.with(axis, first[axis] + slice) as unknown as Vec3,
    last: last.with(axis, first[axis] + slice) as unknown as Vec3,
  }));
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
