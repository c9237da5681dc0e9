/**
 * Regions grown, shrunk and hollowed by millimetres: by distances between the centres of voxels, so exact however
 * unequal the spacings are. Along an axis of one voxel nothing grows: a grid of one slice stays an image.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import { combine } from './combine.ts';
import { squaredDistances } from './distance-map.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { maskOfValues } from './mask-of-values.ts';
import { boxOf, boxSize, cutOut, eachAxis, putBack, roomAround } from './region-box.ts';
import { stage } from './stages.ts';

/** Where the shell lies: within the region, around it, or half on either side of its surface. */
export type ShellSide = 'inside' | 'outside' | 'both';

/** Every voxel whose centre is at most so far from the centre of a voxel of the region: dilation by a ball. */
export function* grow(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  return yield* inRoom(mask, grid, reachVoxels(grid, radiusMm), (part, of) => growWithin(part, of, radiusMm));
}

/**
 * Every voxel of the region with none outside it within the radius: erosion by a ball. The edge of the grid is no edge
 * of the region: what goes on beyond the image is not taken off there.
 */
export function* shrink(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  // From any voxel of the region the nearest one outside is not beyond those that lie around its box.
  return yield* inRoom(mask, grid, [1, 1, 1], (part, of) => shrinkWithin(part, of, radiusMm));
}

/**
 * A shell in place of the region. A shell on both sides reaches half its thickness outwards and, since the surface runs
 * half a voxel outside the outermost centres, half a voxel (of the finest spacing) more than that inwards.
 */
export function* hollow(mask: Mask, grid: Grid, thicknessMm: number, side: ShellSide): RegionWork<Mask> {
  const [outwardsMm, inwardsMm] = reachOfShell(grid, thicknessMm, side);
  const reach = reachVoxels(grid, outwardsMm);
  return yield* inRoom(mask, grid, eachAxis((axis) => Math.max(reach[axis], 1)), function* (part, of) {
    const whole = yield* stage(growWithin(part, of, outwardsMm), 0, 0.5);
    const core = side === 'outside' ? part : yield* stage(shrinkWithin(part, of, inwardsMm), 0.5, 1);
    return combine(whole, core, 'difference');
  });
}

function reachOfShell({ size, spacingMm }: Grid, thicknessMm: number, side: ShellSide): readonly [outwardsMm: number, inwardsMm: number] {
  switch (side) {
    case 'outside': return [thicknessMm, 0];
    case 'inside': return [0, thicknessMm];
    case 'both': {
      const finest = spacingMm.reduce((least, step, axis) => (size[axis] === 1 ? least : Math.min(least, step)), Infinity);
      return [thicknessMm / 2, thicknessMm / 2 + (finest === Infinity ? 0 : finest / 2)];
    }
  }
}

/** `grow` without a look at where the region lies. */
export function* growWithin(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  if (!(radiusMm > 0)) return mask.slice();
  const squares = yield* stage(squaredDistances(mask, 1, grid), 0, 0.9);
  return yield* stage(maskOfValues(squares, squareLimit(radiusMm), 1), 0.9, 1);
}

/** `shrink` without a look at where the region lies. */
export function* shrinkWithin(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  if (!(radiusMm > 0)) return mask.slice();
  const squares = yield* stage(squaredDistances(mask, 0, grid), 0, 0.9);
  return yield* stage(maskOfValues(squares, squareLimit(radiusMm), 0), 0.9, 1);
}

/** A voxel exactly as far away as asked counts as within, though the squares are sums of numbers of single precision. */
function squareLimit(radiusMm: number): number {
  return radiusMm * radiusMm * (1 + 1e-6);
}

/** Voxels along each axis that a radius reaches over; none along an axis of one voxel. */
export function reachVoxels({ size, spacingMm }: Grid, radiusMm: number): Vec3 {
  return eachAxis((axis) => (size[axis] === 1 ? 0 : Math.floor((radiusMm / spacingMm[axis]) * (1 + 1e-6))));
}

/** Work on the region's box and some voxels around it, as far as the grid goes; the result has the whole grid's size. */
export function* inRoom(mask: Mask, grid: Grid, around: Vec3, work: (part: Mask, of: Grid) => RegionWork<Mask>): RegionWork<Mask> {
  const box = boxOf(mask, grid.size);
  return box === null ? new Uint8Array(mask.length) : yield* inBox(mask, grid, roomAround(box, around, grid.size), work);
}

/** Work on a box, which may reach beyond the grid: there it is empty. */
export function* inBox(mask: Mask, { size, spacingMm }: Grid, box: VoxelBox, work: (part: Mask, of: Grid) => RegionWork<Mask>): RegionWork<Mask> {
  const result = new Uint8Array(mask.length);
  putBack(yield* work(cutOut(mask, size, box), { size: boxSize(box), spacingMm }), box, result, size);
  return result;
}
