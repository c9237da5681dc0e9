/** Where regions lie, so that work on a small one need not pass over the whole volume. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '../geometry/voxel-box.ts';
import { allocateLike, type VoxelArray } from '../voxels/voxel-type.ts';
import { boxOfGrid, sharedBox } from './boxed-mask.ts';
import type { Mask, RegionWork } from './grid.ts';

export type LabelValues = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

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
 * The smallest box around a region, null where it is empty. Far quicker than `labelBoxes`: of each row only its first
 * and last voxel are looked for.
 * @param value that its voxels have
 */
export function boxOf(mask: Mask, [ni, nj]: Vec3, value = 1): VoxelBox | null {
  let at = mask.indexOf(value);
  if (at === -1) return null;
  let [firstI, lastI, firstJ, lastJ, lastRow] = [ni, -1, nj, -1, 0];
  const firstK = Math.floor(at / (ni * nj));
  while (at !== -1) {
    lastRow = Math.floor(at / ni);
    const j = lastRow % nj;
    firstI = Math.min(firstI, at - lastRow * ni);
    lastI = Math.max(lastI, mask.lastIndexOf(value, (lastRow + 1) * ni - 1) - lastRow * ni);
    firstJ = Math.min(firstJ, j);
    lastJ = Math.max(lastJ, j);
    at = mask.indexOf(value, (lastRow + 1) * ni);
  }
  return { first: [firstI, firstJ, firstK], last: [lastI, lastJ, Math.floor(lastRow / nj)] };
}

/** The same of one label of a volume, a slice at a time. */
export function* boxOfLabel(labels: Uint8Array, [ni, nj, nk]: Vec3, label: number): RegionWork<VoxelBox | null> {
  const perSlice = ni * nj;
  let box: VoxelBox | null = null;
  for (let k = 0; k < nk; k++) {
    const flat = boxOf(labels.subarray(k * perSlice, (k + 1) * perSlice), [ni, nj, 1], label);
    if (flat !== null) box = unionBox(box, { first: [flat.first[0], flat.first[1], k], last: [flat.last[0], flat.last[1], k] });
    yield (k + 1) / nk;
  }
  return box;
}

export function eachAxis(value: (axis: AxisIndex) => number): Vec3 {
  return [value(0), value(1), value(2)];
}

/** Voxels along each axis. */
export function boxSize({ first, last }: VoxelBox): Vec3 {
  return [last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1];
}

/** Wider on every side by so many voxels along each axis, as far as the volume reaches. */
export function roomAround(box: VoxelBox, voxels: Vec3, size: Vec3): VoxelBox {
  return sharedBox(widened(box, voxels), boxOfGrid({ size }));
}

/** Wider on every side, also beyond the volume. */
export function widened({ first, last }: VoxelBox, [i, j, k]: Vec3): VoxelBox {
  return { first: [first[0] - i, first[1] - j, first[2] - k], last: [last[0] + i, last[1] + j, last[2] + k] };
}

/** The same voxels, counted from another one than the volume's first. */
export function countedFrom(origin: Vec3, { first, last }: VoxelBox): VoxelBox {
  return { first: eachAxis((axis) => first[axis] - origin[axis]), last: eachAxis((axis) => last[axis] - origin[axis]) };
}

/** A box of a volume as an array of its own: 0 where the box lies beyond the volume. */
export function cutOut<Values extends VoxelArray>(values: Values, size: Vec3, box: VoxelBox): Values {
  const [ni, nj] = boxSize(box);
  const part = allocateLike(values, ni * nj * boxSize(box)[2]);
  eachRow(size, box, (inVolume, inPart, count) => {
    copyRow(values, inVolume, part, inPart, count);
  });
  return part;
}

/** Writes such an array to where it was cut out; what lies beyond the volume is left out. */
export function putBack(part: Uint8Array, box: VoxelBox, into: Uint8Array, size: Vec3): void {
  eachRow(size, box, (inVolume, inPart, count) => {
    copyRow(part, inPart, into, inVolume, count);
  });
}

function copyRow(from: VoxelArray, first: number, into: VoxelArray, to: number, count: number): void {
  // A sagittal slice has rows of one voxel, for each of which a view would cost a hundred times the voxel.
  if (count < 32) for (let n = 0; n < count; n++) into[to + n] = from[first + n] as number;
  else into.set(from.subarray(first, first + count), to);
}

/** The rows of a box that lie in the volume: where each begins in the volume and in an array of the box alone. */
function eachRow(size: Vec3, box: VoxelBox, work: (inVolume: number, inPart: number, count: number) => void): void {
  const { first, last } = roomAround(box, [0, 0, 0], size);
  const [ni, nj] = boxSize(box);
  const count = last[0] - first[0] + 1;
  if (count <= 0) return;
  for (let k = first[2]; k <= last[2]; k++) {
    for (let j = first[1]; j <= last[1]; j++) {
      work(first[0] + size[0] * (j + size[1] * k), first[0] - box.first[0] + ni * (j - box.first[1] + nj * (k - box.first[2])), count);
    }
  }
}
