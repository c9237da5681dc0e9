import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { compareMasks, scoresOf } from '#shared/learning/scores.ts';

/** A volume whose value at each voxel is what the function says of i, j, k. */
export function painted<Voxels extends Uint8Array | Float32Array>(volume: Voxels, [ni, nj]: Vec3, value: (i: number, j: number, k: number) => number): Voxels {
  for (let at = 0; at < volume.length; at++) volume[at] = value(at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj)));
  return volume;
}

export function labelsIn(size: Vec3, label: (i: number, j: number, k: number) => number): Uint8Array {
  return painted(new Uint8Array(size[0] * size[1] * size[2]), size, label);
}

export function valuesIn(size: Vec3, value: (i: number, j: number, k: number) => number): Float32Array {
  return painted(new Float32Array(size[0] * size[1] * size[2]), size, value);
}

/** Of one label of two labelmaps; 0 where neither has it. */
export function diceOf(ours: Uint8Array, theirs: Uint8Array, label = 1): number {
  const counts = compareMasks(ours, theirs).labels.get(label);
  return (counts && scoresOf(counts).dice) ?? 0;
}
