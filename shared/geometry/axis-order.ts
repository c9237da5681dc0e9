/**
 * Bringing a volume to another order of its axes: a permutation and flips, exact, without
 * interpolation, and back. Predictions are learnt and made in the order closest to RAS.
 */
import { allocateLike, type VoxelArray } from '../voxels/voxel-type.ts';
import { affineFromColumns, axisStep, indexToWorld, voxelCount } from './affine.ts';
import { axisDirections } from './orientation.ts';
import type { Affine, AxisIndex, Vec3, VolumeGeometry } from './volume-geometry.ts';

/** How a reordered volume is made from its source. */
export interface AxisOrder {
  /** Axis n of the result runs along axis `from[n]` of the source. */
  readonly from: readonly [AxisIndex, AxisIndex, AxisIndex];
  /** Whether axis n of the result runs against it. */
  readonly flip: readonly [boolean, boolean, boolean];
}

export const sameOrder: AxisOrder = { from: [0, 1, 2], flip: [false, false, false] };

export function isSameOrder(order: AxisOrder): boolean {
  return order.from.every((axis, n) => axis === n) && !order.flip.includes(true);
}

/** The order whose axes grow as closely as possible to Right, Anterior, Superior. */
export function orderToRas(affine: Affine): AxisOrder {
  const directions = axisDirections(affine);
  const source = (worldAxis: AxisIndex): AxisIndex =>
    directions.findIndex((direction) => direction.worldAxis === worldAxis) as AxisIndex;
  const from = [source(0), source(1), source(2)] as const;
  // World axes grow to Left, Posterior, Superior: the first two run against R and A.
  const flip = (worldAxis: AxisIndex, growing: 1 | -1): boolean => directions[from[worldAxis]].sign !== growing;
  return { from, flip: [flip(0, -1), flip(1, -1), flip(2, 1)] };
}

/** The order that takes a reordered volume back. */
export function invertOrder(order: AxisOrder): AxisOrder {
  const target = (axis: AxisIndex): AxisIndex => order.from.indexOf(axis) as AxisIndex;
  const from = [target(0), target(1), target(2)] as const;
  return { from, flip: [order.flip[from[0]], order.flip[from[1]], order.flip[from[2]]] };
}

export function reorderSize(size: Vec3, order: AxisOrder): Vec3 {
  return [size[order.from[0]], size[order.from[1]], size[order.from[2]]];
}

/** Where the reordered volume lies: every voxel keeps its patient position. */
export function reorderGeometry(geometry: VolumeGeometry, order: AxisOrder): VolumeGeometry {
  const { size, affine } = geometry;
  const column = (n: AxisIndex): Vec3 => {
    const [x, y, z] = axisStep(affine, order.from[n]);
    return order.flip[n] ? [-x, -y, -z] : [x, y, z];
  };
  const origin = indexToWorld(affine, firstSourceIndex(size, order));
  return { size: reorderSize(size, order), affine: affineFromColumns(column(0), column(1), column(2), origin) };
}

/**
 * The voxels in the new order, in a new array of the same type.
 * @param size of the source
 * @throws RangeError where the array does not have the size's number of voxels
 */
export function reorderVoxels<Voxels extends VoxelArray>(voxels: Voxels, size: Vec3, order: AxisOrder): Voxels {
  if (voxels.length !== voxelCount(size)) throw new RangeError('size and voxels do not fit');
  if (isSameOrder(order)) return voxels.slice() as Voxels;
  const result = allocateLike(voxels);
  const sourceStrides = [1, size[0], size[0] * size[1]] as const;
  const [ni, nj, nk] = reorderSize(size, order);
  const stride = (n: AxisIndex): number => sourceStrides[order.from[n]] * (order.flip[n] ? -1 : 1);
  const [si, sj, sk] = [stride(0), stride(1), stride(2)];
  const [fi, fj, fk] = firstSourceIndex(size, order);
  const first = fi + sourceStrides[1] * fj + sourceStrides[2] * fk;
  let target = 0;
  for (let k = 0; k < nk; k++) {
    for (let j = 0; j < nj; j++) {
      let source = first + k * sk + j * sj;
      for (let i = 0; i < ni; i++) {
        result[target++] = voxels[source] as number;
        source += si;
      }
    }
  }
  return result;
}

/** Source index of the result's voxel (0, 0, 0). */
function firstSourceIndex(size: Vec3, order: AxisOrder): Vec3 {
  const at = (axis: AxisIndex): number => (order.flip[order.from.indexOf(axis)] ? size[axis] - 1 : 0);
  return [at(0), at(1), at(2)];
}
