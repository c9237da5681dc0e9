/**
 * A volume as learning sees it: the slices of the axis order closest to RAS, stacked along the plan's
 * slice axis, each slice one contiguous array of rows and columns, columns fastest.
 * Rows run along the later one of the two remaining axes, columns along the earlier one.
 */
import type { AxisOrder } from '../geometry/axis-order.ts';
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';

export interface StackImage {
  /** Normalised values of a slice; not to be changed. */
  image(this: void, slice: number): Float32Array;
  /** What lies outside the volume is fed to the network as this: the smallest value, as around a patient. */
  readonly padding: number;
}

export interface SliceStack extends StackImage {
  readonly name: string;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  /** The plan's further inputs in its order, on the same grid; all cases have as many. */
  readonly further?: readonly StackImage[];
}

/** All images of a stack, in the order of their channels. */
export function inputsOf(stack: SliceStack): readonly StackImage[] {
  return [stack, ...stack.further ?? []];
}

/** A stack that teaches: with the network's output for each voxel, and where these are to be believed. */
export interface LabelledStack extends SliceStack {
  labels(this: void, slice: number): Uint8Array;
  readonly teaching: TeachingPlanes;
}

/** Planes drawn completely: across the stack's slices, rows or columns. Voxels of other planes teach nothing. */
export interface TeachingPlanes {
  readonly across: 'slices' | 'rows' | 'columns';
  /** 1 where the plane is complete. */
  readonly complete: Uint8Array;
}

/** RAS axes that slices, rows and columns of a stack run along. */
export function stackAxes(sliceAxis: AxisIndex): { readonly slice: AxisIndex; readonly row: AxisIndex; readonly column: AxisIndex } {
  switch (sliceAxis) {
    case 0: return { slice: 0, row: 2, column: 1 };
    case 1: return { slice: 1, row: 2, column: 0 };
    case 2: return { slice: 2, row: 1, column: 0 };
  }
}

/**
 * The order of axes (see `reorderVoxels`) that lays a volume out as a stack: columns fastest, slices slowest.
 * @param toRas `orderToRas` of the volume
 */
export function stackOrder(toRas: AxisOrder, sliceAxis: AxisIndex): AxisOrder {
  const { slice, row, column } = stackAxes(sliceAxis);
  return {
    from: [toRas.from[column], toRas.from[row], toRas.from[slice]],
    flip: [toRas.flip[column], toRas.flip[row], toRas.flip[slice]],
  };
}

/**
 * Reviewed slices of the image's own grid as planes of its stack.
 * @param size of the image's own grid
 */
export function teachingPlanes(order: AxisOrder, size: Vec3, reviewedAxis: AxisIndex, completeSlices: readonly number[]): TeachingPlanes {
  const axis = order.from.indexOf(reviewedAxis) as AxisIndex;
  const count = size[reviewedAxis];
  const complete = new Uint8Array(count);
  for (const slice of completeSlices) {
    if (slice >= 0 && slice < count) complete[order.flip[axis] ? count - 1 - slice : slice] = 1;
  }
  return { across: (['columns', 'rows', 'slices'] as const)[axis], complete };
}

/** Whether the voxel teaches. */
export function teaches({ across, complete }: TeachingPlanes, slice: number, row: number, column: number): boolean {
  switch (across) {
    case 'slices': return complete[slice] === 1;
    case 'rows': return complete[row] === 1;
    case 'columns': return complete[column] === 1;
  }
}
