/** The image within an area of one slice, of a volume that is in memory. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import { areaBox, areaMask, type AreaKind, type Place } from './area-mask.ts';
import { areaStatistics, type AreaStatistics } from './area-statistics.ts';

/** Real value = slope · stored + intercept. */
export interface MeasuredVolume {
  readonly voxels: VoxelArray;
  readonly size: Vec3;
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Of the voxels of slice `slice` along `axis` whose centres the area holds.
 * @param indices of its points, in voxels; what they say along the axis does not matter
 * @returns null where it holds none
 */
export function areaInSlice(kind: AreaKind, indices: readonly Vec3[], axis: AxisIndex, slice: number, { voxels, size, slope, intercept }: MeasuredVolume): AreaStatistics | null {
  if (!(slice >= 0 && slice < size[axis])) return null;
  const [u, v] = [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2] as const;
  const places = indices.map((index): Place => [index[u], index[v]]);
  const { first, last } = areaBox(kind, places);
  // Only the box of the area is looked at: while it is drawn this is asked for with each move of a hand.
  const start = [Math.max(0, Math.floor(first[0])), Math.max(0, Math.floor(first[1]))] as const;
  const width = Math.min(size[u] - 1, Math.ceil(last[0])) - start[0] + 1;
  const height = Math.min(size[v] - 1, Math.ceil(last[1])) - start[1] + 1;
  if (!(width > 0 && height > 0)) return null;
  const mask = areaMask(kind, places.map(([along, across]): Place => [along - start[0], across - start[1]]), width, height);
  const strides = [1, size[0], size[0] * size[1]] as const;
  const values = new Float32Array(width * height);
  for (let row = 0, to = 0; row < height; row += 1) {
    let from = slice * strides[axis] + start[0] * strides[u] + (start[1] + row) * strides[v];
    for (let column = 0; column < width; column += 1, to += 1, from += strides[u]) values[to] = slope * voxels[from]! + intercept;
  }
  return areaStatistics(mask, values);
}
