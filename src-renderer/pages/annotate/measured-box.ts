/** The voxels around what was measured, as a box that can be asked about. Pure. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { MeasurementKind } from '#shared/measurements/measure.ts';

export interface VoxelsBox {
  readonly from: [number, number, number];
  /** With it. */
  readonly to: [number, number, number];
}

/**
 * @param indices of its points, in fractional voxels; a voxel's middle has a whole number
 * @returns the voxels whose middles lie within, one at least along each axis; null where all lie outside the grid
 */
export function boxAround(kind: MeasurementKind, indices: readonly Vec3[], size: Vec3): VoxelsBox | null {
  if (indices.length === 0) return null;
  const box: VoxelsBox = { from: [0, 0, 0], to: [0, 0, 0] };
  for (const axis of [0, 1, 2] as const) {
    const along = indices.map((index) => index[axis]);
    const [least, most] = kind === 'ellipse' ? alongEllipse(along) : [Math.min(...along), Math.max(...along)];
    let [from, to] = [Math.ceil(least), Math.floor(most)];
    // Between two middles, as points within one slice may lie.
    if (from > to) from = to = Math.round((least + most) / 2);
    if (to < 0 || from >= size[axis]) return null;
    box.from[axis] = Math.max(from, 0);
    box.to[axis] = Math.min(to, size[axis] - 1);
  }
  return box;
}

/** From its middle and the ends of two half axes: c + a cos t + b sin t reaches as far from c as √(a² + b²). */
function alongEllipse([middle, first, second]: readonly number[]): [number, number] {
  const reach = Math.hypot(first! - middle!, second! - middle!);
  return [middle! - reach, middle! + reach];
}
