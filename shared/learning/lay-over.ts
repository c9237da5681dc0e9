import { axes, axisStep, composeAffines, indexToWorld, invertAffine } from '../geometry/affine.ts';
import { resampleLinear, type LaidOver } from '../geometry/resample-linear.ts';
import type { Affine, AxisIndex, Vec3, VolumeGeometry } from '../geometry/volume-geometry.ts';
import { resampleVolume } from './resample.ts';

/**
 * A further image on the grid of a case's first one, by patient space (see `resampleLinear`). Where it is the finer
 * of the two it is brought to about the other's spacing first, so that what lies between is not passed over.
 * @param values i fastest
 * @param outside what is shown where the image does not reach
 */
export function layOver(values: Float32Array, from: VolumeGeometry, to: VolumeGeometry, outside: number): LaidOver {
  const toSource = composeAffines(invertAffine(from.affine), to.affine);
  // Of the source's voxels along an axis, how many a step on the other grid passes.
  const steps = axes.map((axis) => axisStep(toSource, axis));
  const coarser = (axis: AxisIndex): number => {
    const passed = Math.max(1, ...steps.map((step) => Math.abs(step[axis])));
    return Math.max(1, Math.round(from.size[axis] / passed));
  };
  const size: Vec3 = [coarser(0), coarser(1), coarser(2)];
  const slowestFirst = ([i, j, k]: Vec3): Vec3 => [k, j, i];
  return resampleLinear(resampleVolume(values, slowestFirst(from.size), slowestFirst(size)), { size, affine: overSameExtent(from, size) }, to, outside);
}

/** The affine of a grid with other lengths whose outer faces are the same. */
function overSameExtent({ size, affine }: VolumeGeometry, other: Vec3): Affine {
  const scale = (axis: AxisIndex): number => size[axis] / other[axis];
  const [i, j, k] = [scale(0), scale(1), scale(2)];
  const [x, y, z] = indexToWorld(affine, [(i - 1) / 2, (j - 1) / 2, (k - 1) / 2]);
  return [
    affine[0] * i, affine[1] * j, affine[2] * k, x,
    affine[4] * i, affine[5] * j, affine[6] * k, y,
    affine[8] * i, affine[9] * j, affine[10] * k, z,
  ];
}
