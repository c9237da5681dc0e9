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

/** An axis of a stack; a slice is a plane across `slices`. */
export type StackAxis = 'slices' | 'rows' | 'columns';

/** Planes drawn completely: across the stack's slices, rows or columns. Voxels of other planes teach nothing. */
export interface TeachingPlanes {
  readonly across: StackAxis;
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
  const { across, planes } = planesOf(order, size, reviewedAxis, completeSlices);
  const complete = new Uint8Array(size[reviewedAxis]);
  // Beyond its ends a typed array takes nothing.
  for (const plane of planes) complete[plane] = 1;
  return { across, complete };
}

/**
 * Slices along an axis of the image's own grid as planes of its stack, in their order.
 * @param size of the image's own grid
 */
export function planesOf(order: AxisOrder, size: Vec3, sliceAxis: AxisIndex, slices: readonly number[]): { readonly across: StackAxis; readonly planes: readonly number[] } {
  const axis = order.from.indexOf(sliceAxis) as AxisIndex;
  return {
    across: (['columns', 'rows', 'slices'] as const)[axis],
    planes: slices.map((slice) => (order.flip[axis] ? size[sliceAxis] - 1 - slice : slice)),
  };
}

/** Whether the voxel teaches. */
export function teaches({ across, complete }: TeachingPlanes, slice: number, row: number, column: number): boolean {
  switch (across) {
    case 'slices': return complete[slice] === 1;
    case 'rows': return complete[row] === 1;
    case 'columns': return complete[column] === 1;
  }
}
