/** The voxels of a case that maps cover: all of its own grid, or one plane of it, whichever way that lies in the stack. */
import { invertOrder, reorderVoxels } from '#shared/geometry/axis-order.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { GridSize } from '#shared/learning/resample.ts';
import { planesOf } from '#shared/learning/slice-stack.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';

export interface StackPart {
  readonly voxels: number;
  /** Slices of the stack's own grid that it lies in, ascending. */
  readonly slices: readonly number[];
  /** 1 at the voxels of the own grid that are in it, in the stack's layout. */
  mask(): Uint8Array;
  /** Puts what is known of one of the slices, rows × columns, into an array of all voxels. */
  put<Values extends Uint8Array | Float32Array>(slice: number, values: Values, into: Values): void;
  /** From the stack's layout to the image's: i fastest; of a plane the axis across it has length 1. */
  onOwnGrid<Values extends Uint8Array | Float32Array>(values: Values): Values;
}

/** @param slice along an axis of the image's own grid; null: everything. @throws RangeError where there is no such slice */
export function partOfStack({ own, order, name }: Pick<LoadedStack, 'own' | 'order' | 'name'>, sliceAxis: AxisIndex, slice: number | null): StackPart {
  const [slices, rows, columns] = own;
  const size = [columns, rows, slices] as const;
  const { across, planes } = planesOf(order, [size[order.from.indexOf(0)]!, size[order.from.indexOf(1)]!, size[order.from.indexOf(2)]!], sliceAxis, slice === null ? [] : [slice]);
  const plane = planes[0] ?? null;
  const axis = plane === null ? null : (['slices', 'rows', 'columns'] as const).indexOf(across);
  if (plane !== null && !(plane >= 0 && plane < own[axis as number]!)) throw new RangeError(`${name} has no slice ${slice}`);
  const covered = own.map((length, n) => (n === axis ? 1 : length)) as unknown as GridSize;
  return {
    voxels: covered[0] * covered[1] * covered[2],
    slices: axis === 0 ? [plane as number] : Array.from({ length: slices }, (_, at) => at),
    mask() {
      const mask = new Uint8Array(slices * rows * columns).fill(plane === null ? 1 : 0);
      if (plane === null) return mask;
      if (axis === 0) return mask.fill(1, plane * rows * columns, (plane + 1) * rows * columns);
      for (let at = 0; at < slices; at++) {
        if (axis === 1) mask.fill(1, (at * rows + plane) * columns, (at * rows + plane + 1) * columns);
        else for (let row = 0; row < rows; row++) mask[(at * rows + row) * columns + plane] = 1;
      }
      return mask;
    },
    put(at, values, into) {
      if (plane === null) into.set(values, at * rows * columns);
      else if (axis === 0) into.set(values, 0);
      else if (axis === 1) into.set(values.subarray(plane * columns, (plane + 1) * columns), at * columns);
      else for (let row = 0; row < rows; row++) into[at * rows + row] = values[row * columns + plane] as number;
    },
    onOwnGrid: (values) => reorderVoxels(values, [covered[2], covered[1], covered[0]], invertOrder(order)),
  };
}
