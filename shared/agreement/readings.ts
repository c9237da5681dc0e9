/**
 * What several readers drew of the same image: how far they agree, where they do not, and what they come to together.
 * Knows voxels and labels as numbers; it must not know who the readers are, nor which of them is right.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { CompleteSlices } from '../learning/evaluation/measure-case.ts';

export interface Readings {
  /** By reader, label values on one grid: 0 the background, i fastest. */
  readonly labelmaps: readonly Uint8Array[];
  readonly size: Vec3;
  /** Those that all of them have read; nothing is compared beyond. Null: the whole volume. */
  readonly slices: CompleteSlices | null;
}

/** Which slices along their axis are compared: 1 or 0 each. */
export interface ComparedSlices {
  readonly axis: AxisIndex;
  readonly compared: Uint8Array;
}

/**
 * Null where all slices are compared.
 * @throws RangeError where there are fewer than two readers or more than 255, a labelmap does not have the size's number of
 *   voxels, or a slice is none of the volume
 */
export function comparedSlices({ labelmaps, size, slices }: Readings): ComparedSlices | null {
  if (labelmaps.length < 2 || labelmaps.length > 255) throw new RangeError('agreement is that of 2 to 255 readers');
  if (labelmaps.some(({ length }) => length !== size[0] * size[1] * size[2])) throw new RangeError('size and voxels do not fit');
  if (slices === null) return null;
  const compared = new Uint8Array(size[slices.axis]);
  for (const slice of slices.slices) {
    if (!Number.isInteger(slice) || slice < 0 || slice >= compared.length) throw new RangeError(`the volume has no slice ${slice}`);
    compared[slice] = 1;
  }
  return compared.includes(0) ? { axis: slices.axis, compared } : null;
}

/** How many voxels of a box are compared. */
export function comparedVoxels(slices: ComparedSlices | null, { first, last }: VoxelBox): number {
  const along = (axis: AxisIndex): number => slices?.axis === axis
    ? slices.compared.subarray(first[axis], last[axis] + 1).reduce((count, one) => count + one, 0)
    : last[axis] - first[axis] + 1;
  return along(0) * along(1) * along(2);
}
