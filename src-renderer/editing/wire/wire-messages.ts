import type { SliceImage } from '#shared/regions/edge-features.ts';
import type { Path } from '#shared/regions/slice.ts';

/** u and v of a voxel in the slice. */
export type Spot = readonly [u: number, v: number];

export interface WireChoice {
  /** Standard deviation of the Gaussian under the edges, in voxels of the finer axis. */
  readonly scaleVoxels: number;
  /** On which side of the wire the brighter voxels must lie. */
  readonly brighter: 'left' | 'right' | 'either';
}

export type WireRequest =
  | { readonly kind: 'slice'; readonly image: SliceImage; readonly choice: WireChoice }
  | { readonly kind: 'wire'; readonly id: number; readonly from: Spot; readonly to: Spot };

export interface WireAnswer {
  readonly id: number;
  /** From the one to the other, both included. */
  readonly path: Path;
}
