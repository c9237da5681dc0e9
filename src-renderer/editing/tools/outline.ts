import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { boxOf, cutOut } from '#shared/regions/region-box.ts';
import { rasterisePolygon } from '#shared/regions/polygon.ts';
import { pathInSlice } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../paint-block.ts';

/** A line in one slice that is closed when it is done. */
export interface Outline {
  readonly axis: AxisIndex;
  readonly slice: number;
  /** Fractional voxel positions; what they say along the axis does not matter. */
  readonly points: readonly Vec3[];
}

/** One that a person is drawing. */
export interface DrawnOutline extends Outline {
  readonly erases: boolean;
  /** Of a livewire: how many points there were when each corner was set. */
  readonly corners?: readonly number[];
}

/** @returns null where it has no other corner */
export function withoutLastCorner({ corners, ...outline }: DrawnOutline): DrawnOutline | null {
  if (corners === undefined) return outline.points.length > 1 ? { ...outline, points: outline.points.slice(0, -1) } : null;
  return corners.length > 1 ? { ...outline, corners: corners.slice(0, -1), points: outline.points.slice(0, corners.at(-2)) } : null;
}

/**
 * The voxels that a closed outline holds: those whose centre lies inside, by the even-odd rule.
 * @param size of the volume
 * @param label 0 erases
 * @returns null where it holds none
 */
export function outlineBlock({ axis, slice, points }: Outline, size: Vec3, label: number): LabelBlock | null {
  if (points.length < 3) return null;
  const sliceSize = size.map((length, along) => (along === axis ? 1 : length)) as unknown as Vec3;
  const [u, v] = [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2] as const;
  const mask = rasterisePolygon([pathInSlice(points, axis)], size[u], size[v]);
  const box = boxOf(mask, sliceSize);
  if (box === null) return null;
  const at = ([i, j, k]: Vec3): Vec3 => [axis === 0 ? slice : i, axis === 1 ? slice : j, axis === 2 ? slice : k];
  return { box: { first: at(box.first), last: at(box.last) }, where: cutOut(mask, sliceSize, box), label };
}
