/**
 * What tools compute from a place that was clicked, a line that was drawn or a prediction: values that travel to a worker. Pure, as the
 * operations on whole labels are.
 */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { boxAround, boxOfGrid, sharedBox, type BoxedMask } from '#shared/regions/boxed-mask.ts';
import { floodEverywhere, floodFill, indexOfVoxel } from '#shared/regions/flood-fill.ts';
import type { Grid, Mask, RegionWork } from '#shared/regions/grid.ts';
import { growByConfidence } from '#shared/regions/grow-by-confidence.ts';
import { boxOf, boxSize, countedFrom, cutOut, eachAxis } from '#shared/regions/region-box.ts';
import { takeSlice } from '#shared/regions/slice.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { LabelBlock } from '../paint-block.ts';
import { acceptedPrediction, type Acceptance } from './accepted-prediction.ts';
import type { RegionScene } from './scene.ts';
import { scissorsBlock, type Scissors } from './scissors-block.ts';

interface FromSeed {
  readonly seed: Vec3;
  /** The axis that runs through the slice in which it stays; null: the volume. */
  readonly axis: AxisIndex | null;
  /** Nothing further from the seed; null: however far. */
  readonly mostMm: number | null;
}

/** Lengths in mm, image values as they are stored. */
export type PointerOperation =
  | FromSeed & {
    readonly kind: 'flood-fill';
    /** Of the image; null: what has the label of the seed. */
    readonly range: { readonly lowest: number; readonly highest: number } | null;
    /** 256 entries by label index: 1 where the flood does not pass. */
    readonly barriers: Uint8Array;
  }
  | FromSeed & { readonly kind: 'grow-region'; readonly multiplier: number; readonly iterations: number; readonly initialRadiusVoxels: number }
  /** What of a prediction hangs together with the seed and has its label. */
  | { readonly kind: 'accept-component'; readonly seed: Vec3; readonly prediction: Uint8Array }
  | Acceptance
  | Scissors & { readonly kind: 'scissors' };

const kinds: readonly string[] = ['flood-fill', 'grow-region', 'accept-component', 'accept-prediction', 'accept-label', 'scissors'] satisfies readonly PointerOperation['kind'][];

export function isPointerOperation(operation: { readonly kind: string }): operation is PointerOperation {
  return kinds.includes(operation.kind);
}

/** @returns null where nothing would change @throws RangeError where a seed lies outside the volume */
export function* runPointerOperation(scene: RegionScene, operation: PointerOperation): RegionWork<LabelBlock | null> {
  switch (operation.kind) {
    case 'scissors': return scissorsBlock(scene, operation);
    case 'accept-prediction': case 'accept-label': return yield* acceptedPrediction(scene, operation);
    case 'accept-component': {
      const { seed, prediction } = operation;
      const label = prediction[indexOfVoxel(scene.grid, seed)]!;
      const component = yield* floodFill(prediction, scene.grid, [seed], { lowest: label, highest: label }, 'corners');
      return newIn(component, scene, label);
    }
    case 'flood-fill': case 'grow-region': {
      if (operation.axis === null) return newIn(yield* fromSeed(scene, operation), scene, scene.label);
      const slice = sliceScene(scene, operation.axis, operation.seed[operation.axis]);
      const { box, mask } = yield* fromSeed(slice, { ...operation, seed: countedFrom(slice.origin, { first: operation.seed, last: operation.seed }).first });
      const there = (corner: Vec3): Vec3 => eachAxis((axis) => corner[axis] + slice.origin[axis]);
      return newIn({ box: { first: there(box.first), last: there(box.last) }, mask }, scene, scene.label);
    }
  }
}

type SeedOperation = Extract<PointerOperation, FromSeed>;
type Looked = Pick<RegionScene, 'grid' | 'image' | 'labels' | 'label'>;

function* fromSeed({ grid, image, labels, label }: Looked, operation: SeedOperation): RegionWork<BoxedMask> {
  const { seed, mostMm } = operation;
  switch (operation.kind) {
    case 'flood-fill': {
      const within = passable(labels, operation.barriers, label, seedLabel(labels, grid, seed));
      const limits = { ...floodEverywhere, within, radiusMm: mostMm };
      if (operation.range !== null) return yield* floodFill(image, grid, [seed], operation.range, 'sides', limits);
      const present = seedLabel(labels, grid, seed);
      return yield* floodFill(labels, grid, [seed], { lowest: present, highest: present }, 'sides', limits);
    }
    case 'grow-region': {
      const { multiplier, iterations, initialRadiusVoxels } = operation;
      const box = mostMm === null ? null : sharedBox(boxAround(seed, mostMm, grid.spacingMm), boxOfGrid(grid));
      return yield* growByConfidence(image, grid, [seed], { multiplier, iterations, initialRadiusVoxels, smoothing: null, box });
    }
  }
}

const seedLabel = (labels: Uint8Array, grid: Grid, seed: Vec3): number => labels[indexOfVoxel(grid, seed)]!;

/** Where a flood may pass: its own label does not stop it, nor does that on which it begins. @returns null where all may be passed */
function passable(labels: Uint8Array, barriers: Uint8Array, own: number, atSeed: number): Mask | null {
  const stops = barriers.slice();
  stops[own] = stops[atSeed] = 0;
  if (!stops.includes(1)) return null;
  const mask = new Uint8Array(labels.length);
  for (let at = 0; at < mask.length; at += 1) mask[at] = 1 - stops[labels[at]!]!;
  return mask;
}

/** One slice as a volume of its own, so that a click in a slice costs a slice. */
function sliceScene({ grid, image, labels, label }: RegionScene, axis: AxisIndex, slice: number): Looked & { readonly origin: Vec3 } {
  return {
    grid: { size: eachAxis((along) => (along === axis ? 1 : grid.size[along])), spacingMm: grid.spacingMm },
    image: takeSlice<VoxelArray>(image, grid, axis, slice),
    labels: takeSlice(labels, grid, axis, slice),
    label,
    origin: eachAxis((along) => (along === axis ? slice : 0)),
  };
}

/** What of a region has not the label already. */
function newIn({ box, mask }: BoxedMask, { grid, labels }: RegionScene, label: number): LabelBlock | null {
  if (mask.length === 0) return null;
  const present = cutOut(labels, grid.size, box);
  const where = new Uint8Array(mask.length);
  for (let at = 0; at < where.length; at += 1) where[at] = mask[at]! & Number(present[at] !== label);
  return tight({ box, where, label });
}

/** The same in the smallest box. */
function tight({ box, where, label }: LabelBlock & { readonly label: number }): LabelBlock | null {
  const size = boxSize(box);
  const inside: VoxelBox | null = boxOf(where, size);
  if (inside === null) return null;
  const there = (corner: Vec3): Vec3 => eachAxis((axis) => corner[axis] + box.first[axis]);
  return { box: { first: there(inside.first), last: there(inside.last) }, where: cutOut(where, size, inside), label };
}
