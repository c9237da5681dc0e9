/** From an operation to the voxels that it would change: pure, so that it runs in a worker or in a test. Knows no rules of painting. */
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { combine } from '#shared/regions/combine.ts';
import { fillHoles } from '#shared/regions/fill-holes.ts';
import type { Grid, Mask, RegionWork } from '#shared/regions/grid.ts';
import { interpolateSlices } from '#shared/regions/interpolate-slices.ts';
import { islandAt, largestIsland, withoutSmallIslands } from '#shared/regions/islands.ts';
import { grow, hollow, shrink } from '#shared/regions/margin.ts';
import { smoothByMedian } from '#shared/regions/median.ts';
import { close, open } from '#shared/regions/morphology.ts';
import { boxOf, boxSize, cutOut } from '#shared/regions/region-box.ts';
import { smoothByGaussian, smoothJointly } from '#shared/regions/smooth-labels.ts';
import { thresholdRegion } from '#shared/regions/threshold.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { LabelBlock } from '../paint-block.ts';
import { cutAway } from './cut-away.ts';
import type { Operation } from './operation.ts';

/** What a tool sees of a case; nothing of it is changed. */
export interface RegionScene {
  readonly grid: Grid;
  /** A label index a voxel, i fastest. */
  readonly labels: Uint8Array;
  /** Stored values. */
  readonly image: VoxelArray;
  /** The label that is worked on. */
  readonly label: number;
  /** Labels that take part where several do: all that are not locked. */
  readonly free: readonly number[];
}

/** @returns null where nothing would change */
export function* runOperation(scene: RegionScene, operation: Operation): RegionWork<LabelBlock | null> {
  const { grid, labels, label } = scene;
  switch (operation.kind) {
    case 'joint': return changed(labels, yield* smoothJointly(labels, grid, scene.free, operation.mm), grid);
    case 'interpolate': return added(labels, yield* interpolateSlices(labels, grid, { axis: operation.axis, label }), label, grid);
    case 'threshold': {
      const { mask } = yield* thresholdRegion(scene.image, grid, operation);
      return added(labels, mask, label, grid);
    }
    case 'cut-away': return yield* cutAway(scene, operation);
    default: {
      const before = maskOf(labels, label);
      return between(before, yield* regionAfter(before, scene, operation), label, grid);
    }
  }
}

type OnOneRegion = Exclude<Operation, { readonly kind: 'joint' | 'interpolate' | 'threshold' | 'cut-away' }>;

function* regionAfter(mask: Mask, { grid, labels }: RegionScene, operation: OnOneRegion): RegionWork<Mask> {
  switch (operation.kind) {
    case 'keep-largest': return yield* largestIsland(mask, grid, 26);
    case 'keep-at': return yield* islandAt(mask, grid, 26, operation.voxel);
    case 'remove-small': return yield* withoutSmallIslands(mask, grid, 26, { mm3: operation.smallestMm3 });
    case 'fill-holes': return yield* fillHoles(mask, grid, { slices: operation.slices, largest: null });
    case 'grow': return yield* grow(mask, grid, operation.mm);
    case 'shrink': return yield* shrink(mask, grid, operation.mm);
    case 'hollow': return yield* hollow(mask, grid, operation.mm, operation.side);
    case 'open': return yield* open(mask, grid, operation.mm);
    case 'close': return yield* close(mask, grid, operation.mm);
    case 'gaussian': return yield* smoothByGaussian(mask, grid, operation.mm);
    case 'median': return yield* smoothByMedian(mask, grid, medianRadius(grid, operation.radiusVoxels));
    case 'combine': return combine(mask, maskOf(labels, operation.other), operation.how);
  }
}

/** Along an axis of one voxel nothing lies beside it. */
function medianRadius({ size }: Grid, radius: number): Vec3 {
  const along = (axis: AxisIndex): number => (size[axis] > 1 ? radius : 0);
  return [along(0), along(1), along(2)];
}

function maskOf(labels: Uint8Array, label: number): Mask {
  const mask = new Uint8Array(labels.length);
  for (let at = 0; at < mask.length; at += 1) if (labels[at] === label) mask[at] = 1;
  return mask;
}

/** Where two states of one region differ: there it becomes the label or background. */
function between(before: Mask, after: Mask, label: number, grid: Grid): LabelBlock | null {
  const where = new Uint8Array(before.length);
  for (let at = 0; at < where.length; at += 1) if (before[at] !== after[at]) where[at] = 1;
  return cut(where, grid, (box) => cutOut(after, grid.size, box).map((inside) => (inside === 0 ? 0 : label)));
}

/** Where a region goes beyond what has the label already; nothing is taken away. @param region 0 where nothing is to be added */
function added(labels: Uint8Array, region: Uint8Array, label: number, grid: Grid): LabelBlock | null {
  const where = new Uint8Array(labels.length);
  for (let at = 0; at < where.length; at += 1) if (region[at] !== 0 && labels[at] !== label) where[at] = 1;
  return cut(where, grid, () => label);
}

function changed(before: Uint8Array, after: Uint8Array, grid: Grid): LabelBlock | null {
  const where = new Uint8Array(before.length);
  for (let at = 0; at < where.length; at += 1) if (before[at] !== after[at]) where[at] = 1;
  return cut(where, grid, (box) => cutOut(after, grid.size, box));
}

function cut(where: Mask, { size }: Grid, label: (box: VoxelBox) => LabelBlock['label']): LabelBlock | null {
  const box = boxOf(where, size);
  if (box === null) return null;
  return { box, where: boxSize(box).every((length, axis) => length === size[axis]) ? where : cutOut(where, size, box), label: label(box) };
}
