/** Where a label's surface is: which of its voxels have a neighbour outside it, and where they lie. */
import type { Affine, AxisIndex, Vec3 } from '../../geometry/volume-geometry.ts';
import type { VoxelBox } from '../../geometry/voxel-box.ts';

export type LabelValues = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** Points of space, each a column of three arrays; mm or voxels. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/**
 * The smallest box around each label value that occurs, without 0, in one pass over the volume.
 * @throws RangeError where the array does not have the size's number of voxels
 */
export function labelBoxes(values: LabelValues, size: Vec3): ReadonlyMap<number, VoxelBox> {
  const [ni, nj, nk] = size;
  if (values.length !== ni * nj * nk) throw new RangeError('size and voxels do not fit');
  const boxes = new Map<number, { readonly first: [number, number, number]; readonly last: [number, number, number] }>();
  for (let k = 0, at = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      // Labels come in runs, of which only the two ends matter.
      for (let i = 0; i < ni;) {
        const label = values[at] as number;
        const from = i;
        while (i < ni && values[at] === label) { i++; at++; }
        if (label === 0) continue;
        const box = boxes.get(label);
        if (box === undefined) {
          boxes.set(label, { first: [from, j, k], last: [i - 1, j, k] });
          continue;
        }
        const { first, last } = box;
        if (from < first[0]) first[0] = from;
        if (i - 1 > last[0]) last[0] = i - 1;
        if (j < first[1]) first[1] = j;
        if (j > last[1]) last[1] = j;
        last[2] = k;
      }
    }
  }
  return boxes;
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
