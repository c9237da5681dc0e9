/** Where a label's surface is: which of its voxels have a neighbour outside it, and where they lie. */
import type { Affine, AxisIndex, Vec3 } from '../../geometry/volume-geometry.ts';
import type { VoxelBox } from '../../geometry/voxel-box.ts';
import type { LabelValues } from '../../regions/region-box.ts';

/** Points of space, each a column of three arrays; mm or voxels. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/**
 * Indices, ascending, of the label's voxels that have a neighbour outside it across one of their six
 * faces; the image's border counts as outside. Along an axis of one voxel there is no neighbour, so
 * that a single slice has the four of a 2D image.
 * @param box holds every voxel of the label
 */
export function surfaceVoxels(values: LabelValues, size: Vec3, label: number, box: VoxelBox): Uint32Array {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const flat = size.every((length) => length === 1);
  const across = ([0, 1, 2] as const).filter((axis) => flat || size[axis] > 1);
  const isOpen = (at: number, axis: AxisIndex, index: number): boolean =>
    index === 0 || index === size[axis] - 1
    || values[at - strides[axis]] !== label || values[at + strides[axis]] !== label;
  const { first, last } = box;
  let found = new Uint32Array(1024);
  let count = 0;
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      let at = first[0] + strides[1] * j + strides[2] * k;
      for (let i = first[0]; i <= last[0]; i++, at++) {
        if (values[at] !== label) continue;
        let open = false;
        for (const axis of across) open ||= isOpen(at, axis, axis === 0 ? i : axis === 1 ? j : k);
        if (!open) continue;
        if (count === found.length) {
          const larger = new Uint32Array(2 * count);
          larger.set(found);
          found = larger;
        }
        found[count++] = at;
      }
    }
  }
  return found.slice(0, count);
}

/**
 * The centres of voxels, in mm from the centre of the first one: of an affine only the steps count, so
 * that a patient's distance from the scanner's origin costs no digits. Without one, in voxels.
 */
export function centresOf(indices: Uint32Array, size: Vec3, affine: Affine | null): Points {
  const [a, b, c, , d, e, f, , g, h, i] = affine ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
  const [x, y, z] = [new Float64Array(indices.length), new Float64Array(indices.length), new Float64Array(indices.length)];
  const [ni, nj] = size;
  for (let n = 0; n < indices.length; n++) {
    const at = indices[n] as number;
    const row = Math.floor(at / ni);
    const [p, q, r] = [at - row * ni, row % nj, Math.floor(row / nj)];
    x[n] = a * p + b * q + c * r;
    y[n] = d * p + e * q + f * r;
    z[n] = g * p + h * q + i * r;
  }
  return { x, y, z };
}
