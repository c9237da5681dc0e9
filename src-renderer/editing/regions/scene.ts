import type { Grid, Mask } from '#shared/regions/grid.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';

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

export function maskOf(labels: Uint8Array, label: number): Mask {
  const mask = new Uint8Array(labels.length);
  for (let at = 0; at < mask.length; at += 1) if (labels[at] === label) mask[at] = 1;
  return mask;
}

/** What becomes of each label, by index: an array for arrays. */
export function through(labels: Uint8Array, becomes: Uint8Array): Uint8Array {
  const result = new Uint8Array(labels.length);
  for (let at = 0; at < result.length; at += 1) result[at] = becomes[labels[at]!]!;
  return result;
}

/** 1 for the labels of a list, by index. */
export function isOneOf(labels: readonly number[]): Uint8Array {
  const among = new Uint8Array(256);
  for (const label of labels) among[label] = 1;
  return among;
}
