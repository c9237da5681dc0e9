import type { Vec3 } from './volume-geometry.ts';

/** First and last voxel, both inclusive. */
export interface VoxelBox {
  readonly first: Vec3;
  readonly last: Vec3;
}

/** The smallest box that holds both; either may be missing. */
export function unionBox(a: VoxelBox | null, b: VoxelBox | null): VoxelBox | null {
  if (a === null || b === null) return a ?? b;
  const [p, q] = [a.first, b.first];
  const [r, s] = [a.last, b.last];
  return {
    first: [Math.min(p[0], q[0]), Math.min(p[1], q[1]), Math.min(p[2], q[2])],
    last: [Math.max(r[0], s[0]), Math.max(r[1], s[1]), Math.max(r[2], s[2])],
  };
}
