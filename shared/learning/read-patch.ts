/** Reads images and labels at the places that a patch comes from: images linearly, labels the nearest. */
import type { SourceVoxels } from './patch-geometry.ts';
import type { LabelledStack, SliceStack, StackImage } from './slice-stack.ts';

/** Slices that places lie between: fetched once, since each fetch may read a file. */
function slicesBetween<Values>(places: Float32Array, count: number, read: (slice: number) => Values): { readonly first: number; readonly slices: readonly Values[] } {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number;
    if (place < lowest) lowest = place;
    if (place > highest) highest = place;
  }
  const first = Math.max(0, Math.floor(lowest));
  const last = Math.min(count - 1, Math.ceil(highest));
  return { first, slices: Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => read(first + n)) };
}

/**
 * The output of each voxel and whether it teaches: where it comes from a complete plane of the stack.
 * @param target zeros
 */
export function readLabels(stack: LabelledStack, from: SourceVoxels, target: { readonly labels: Int32Array; readonly valid: Float32Array }): void {
  const { columns, teaching: { across, complete } } = stack;
  const { first, slices } = slicesBetween(from.slice, stack.slices, (slice) => stack.labels(slice));
  const { labels, valid } = target;
  const [sliceEnd, rowEnd, columnEnd] = [stack.slices - 0.5, stack.rows - 0.5, columns - 0.5];
  for (let at = 0; at < labels.length; at++) {
    const [z, y, x] = [from.slice[at] as number, from.row[at] as number, from.column[at] as number];
    if (z < -0.5 || y < -0.5 || x < -0.5 || z >= sliceEnd || y >= rowEnd || x >= columnEnd) continue;
    const slice = Math.round(z);
    const row = Math.round(y);
    const column = Math.round(x);
    if (complete[across === 'slices' ? slice : across === 'rows' ? row : column] !== 1) continue;
    valid[at] = 1;
    labels[at] = (slices[slice - first] as Uint8Array)[row * columns + column] as number;
  }
}

/**
 * The values of one image, voxels × neighbouring slices: half a voxel beyond the outermost ones is still theirs, what
 * lies further out is the padding.
 * @param contextSlices that become channels; beyond the ends of the stack the end slice is repeated
 * @param reversed whether the neighbours change places
 */
export function readImage(
  { slices: count, rows, columns }: SliceStack, { image, padding }: StackImage, from: SourceVoxels, contextSlices: number, reversed: boolean, values: Float32Array,
): void {
  for (let channel = 0; channel < contextSlices; channel++) {
    const away = (reversed ? -1 : 1) * (channel - (contextSlices - 1) / 2);
    const { first, slices } = slicesBetween(from.slice, count, (slice) => image(Math.min(count - 1, Math.max(0, slice + away))));
    readLinearly(slices, { first, slices: count, rows, columns, padding }, from, values, channel, contextSlices);
  }
}

interface Extent {
  /** Number in the stack of the first of the slices that were fetched. */
  readonly first: number;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly padding: number;
}

function readLinearly(
  slices: readonly Float32Array[], { first, slices: count, rows, columns, padding }: Extent, from: SourceVoxels, values: Float32Array, channel: number, channels: number,
): void {
  const [lastSlice, lastRow, lastColumn] = [count - 1, rows - 1, columns - 1];
  for (let at = 0, to = channel; to < values.length; at++, to += channels) {
    const z = from.slice[at] as number;
    const y = from.row[at] as number;
    const x = from.column[at] as number;
    if (z < -0.5 || y < -0.5 || x < -0.5 || z >= lastSlice + 0.5 || y >= lastRow + 0.5 || x >= lastColumn + 0.5) {
      values[to] = padding;
      continue;
    }
    const near = z <= 0 ? 0 : z >= lastSlice ? lastSlice : Math.floor(z);
    const top = y <= 0 ? 0 : y >= lastRow ? lastRow : Math.floor(y);
    const left = x <= 0 ? 0 : x >= lastColumn ? lastColumn : Math.floor(x);
    const deeper = z <= 0 || z >= lastSlice ? 0 : z - near;
    const lower = y <= 0 || y >= lastRow ? 0 : y - top;
    const further = x <= 0 || x >= lastColumn ? 0 : x - left;
    const corner = top * columns + left;
    const right = further > 0 ? 1 : 0;
    const down = lower > 0 ? columns : 0;
    const front = slices[near - first] as Float32Array;
    let value = mixed(front, corner, right, down, further, lower);
    if (deeper > 0) value += (mixed(slices[near - first + 1] as Float32Array, corner, right, down, further, lower) - value) * deeper;
    values[to] = value;
  }
}

function mixed(slice: Float32Array, corner: number, right: number, down: number, further: number, lower: number): number {
  const upper = (slice[corner] as number) * (1 - further) + (slice[corner + right] as number) * further;
  const under = (slice[corner + down] as number) * (1 - further) + (slice[corner + down + right] as number) * further;
  return upper * (1 - lower) + under * lower;
}
