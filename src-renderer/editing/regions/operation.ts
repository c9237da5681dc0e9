/** What the tools that work on whole regions can be asked for: values that travel to a worker and are kept as settings. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Combination } from '#shared/regions/combine.ts';
import type { CutAway } from './cut-away.ts';
import type { EvolveLabel } from './evolve-label.ts';
import type { GrowSeeds } from './grow-labels.ts';
import type { Threshold } from './limited-threshold.ts';
import type { SplitLabel } from './split-label.ts';

/** Lengths in mm, volumes in mm³, image values as they are stored. */
export type Operation =
  | { readonly kind: 'keep-largest' }
  | { readonly kind: 'keep-at' | 'remove-at'; readonly voxel: Vec3 }
  | { readonly kind: 'remove-small'; readonly smallestMm3: number }
  | { readonly kind: 'fill-holes'; readonly slices: AxisIndex | null }
  | { readonly kind: 'grow' | 'shrink' | 'open' | 'close' | 'gaussian'; readonly mm: number }
  /** All labels that are not locked. */
  | { readonly kind: 'joint'; readonly mm: number }
  | { readonly kind: 'hollow'; readonly mm: number; readonly side: 'inside' | 'outside' | 'both' }
  | { readonly kind: 'median'; readonly radiusVoxels: number }
  | Threshold
  | { readonly kind: 'combine'; readonly how: Combination; readonly other: number }
  | { readonly kind: 'interpolate'; readonly axis: AxisIndex }
  | SplitLabel
  | GrowSeeds
  | EvolveLabel
  | CutAway;

/** Those that are chosen from a list; the others are asked for by drawing. */
export type OperationKind = Exclude<Operation['kind'], 'cut-away'>;

/** Those that the panel of whole labels offers, in its order. */
export const operationKinds = [
  'threshold', 'seeds', 'contour', 'keep-largest', 'keep-at', 'remove-at', 'remove-small', 'split', 'fill-holes', 'grow', 'shrink', 'hollow',
  'median', 'gaussian', 'joint', 'open', 'close', 'combine', 'interpolate',
] as const satisfies readonly OperationKind[];
export type WholeLabelKind = (typeof operationKinds)[number];
