/** From an operation to the voxels that it would change: pure, so that it runs in a worker or in a test. Knows no rules of painting. */
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { BoxedMask } from '#shared/regions/boxed-mask.ts';
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
import type { LabelBlock } from '../paint-block.ts';
import { cutAway } from './cut-away.ts';
import { evolvedLabel, type ContourAids } from './evolve-label.ts';
import { grownLabels, type GrowthMemory } from './grow-labels.ts';
import { thresholdWithin } from './limited-threshold.ts';
import type { Operation } from './operation.ts';
import { maskOf, type RegionScene } from './scene.ts';
import { islandsAsLabels } from './split-label.ts';

export type { RegionScene } from './scene.ts';

/** What whoever runs operations may want of them besides the result. */
export interface RegionAids extends ContourAids {
  /** What was grown from seeds last; new seeds are added to it. */
  growth: GrowthMemory | null;
}

const noAids = (): RegionAids => ({ growth: null, contour: null, look: () => undefined });

/**
 * @returns null where nothing would change
 * @throws UserFacingError where something is missing that only the person can give
 */
export function* runOperation(scene: RegionScene, operation: Operation, aids: RegionAids = noAids()): RegionWork<LabelBlock | null> {
  const { grid, labels, label } = scene;
  switch (operation.kind) {
    case 'joint': return changed(labels, yield* smoothJointly(labels, grid, scene.free, operation.mm), grid);
    case 'interpolate': return added(labels, yield* interpolateSlices(labels, grid, { axis: operation.axis, label }), label, grid);
    case 'threshold': return addedWithin(labels, grid, yield* thresholdWithin(scene, operation), label);
    case 'seeds': return yield* grownLabels(scene, operation, aids.growth, (growth) => { aids.growth = growth; });
    case 'contour': return yield* evolvedLabel(scene, operation, aids);
    case 'split': {
      const after = yield* islandsAsLabels(labels, maskOf(labels, label), grid, operation.as);
      return after && changed(labels, after, grid);
    }
    case 'cut-away': return yield* cutAway(scene, operation);
    default: {
      const before = maskOf(labels, label);
      return between(before, yield* regionAfter(before, scene, operation), label, grid);
    }
  }
}

type OnOneRegion = Exclude<Operation, { readonly kind: 'joint' | 'interpolate' | 'threshold' | 'seeds' | 'contour' | 'split' | 'cut-away' }>;

function* regionAfter(mask: Mask, { grid, labels }: RegionScene, operation: OnOneRegion): RegionWork<Mask> {
  switch (operation.kind) {
    case 'keep-largest': return yield* largestIsland(mask, grid, 26);
    case 'keep-at': return yield* islandAt(mask, grid, 26, operation.voxel);
    case 'remove-at': return combine(mask, yield* islandAt(mask, grid, 26, operation.voxel), 'difference');
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

/** The same for a region that is known in a box alone. */
function addedWithin(labels: Uint8Array, { size }: Grid, region: BoxedMask | null, label: number): LabelBlock | null {
  if (region === null) return null;
  const present = cutOut(labels, size, region.box);
  const where = new Uint8Array(present.length);
  for (let at = 0; at < where.length; at += 1) if (region.mask[at] !== 0 && present[at] !== label) where[at] = 1;
  return where.includes(1) ? { box: region.box, where, label } : null;
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
