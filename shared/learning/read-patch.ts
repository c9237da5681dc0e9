/**
 * Reads images and labels at the places that a patch comes from: images linearly, labels the nearest. What is
 * needed of a stack is copied into one block first, so that the pass over the voxels has a single array to read and
 * no border to mind.
 */
import type { SourceRange, SourceVoxels, StackVector } from './patch-geometry.ts';
import type { LabelledStack, SliceStack, StackImage } from './slice-stack.ts';

/** A part of a stack; it may reach one voxel beyond it on each side, where the outermost voxel is repeated. */
interface Box {
  readonly start: StackVector;
  readonly lengths: StackVector;
}

/** All voxels that lie around the places of a patch, as far as the stack reaches. */
export function boxAround({ lowest, highest }: SourceRange, { slices, rows, columns }: SliceStack): Box {
  const first = (axis: 0 | 1 | 2, length: number): number => Math.min(length, Math.max(-1, Math.floor(lowest[axis])));
  // No neighbour behind a whole number: each slice may come from a file.
  const last = (axis: 0 | 1 | 2, length: number): number => Math.max(-1, Math.min(length, Math.ceil(highest[axis])));
  const start: StackVector = [first(0, slices), first(1, rows), first(2, columns)];
  return { start, lengths: [last(0, slices) - start[0] + 1, last(1, rows) - start[1] + 1, last(2, columns) - start[2] + 1] };
}

/**
 * The output of each voxel and whether it teaches: where it comes from a complete plane of the stack.
 * @param target zeros
 */
export function readLabels(stack: LabelledStack, box: Box, from: SourceVoxels, target: { readonly labels: Int32Array; readonly valid: Float32Array }): void {
  const block = teachingBlock(stack, box);
  const [sliceStep, rowStep] = [box.lengths[1] * box.lengths[2], box.lengths[2]];
  const first = box.start[0] * sliceStep + box.start[1] * rowStep + box.start[2];
  const [sliceEnd, rowEnd, columnEnd] = [stack.slices - 0.5, stack.rows - 0.5, stack.columns - 0.5];
  const { labels, valid } = target;
  for (let at = 0; at < labels.length; at++) {
    const z = from.slice[at] as number;
    const y = from.row[at] as number;
    const x = from.column[at] as number;
    if (z < -0.5 || y < -0.5 || x < -0.5 || z >= sliceEnd || y >= rowEnd || x >= columnEnd) continue;
    const output = block[Math.floor(z + 0.5) * sliceStep + Math.floor(y + 0.5) * rowStep + Math.floor(x + 0.5) - first] as number;
    if (output < 0) continue;
    valid[at] = 1;
    labels[at] = output;
  }
}

/** Outputs; −1 where the voxel does not teach. */
function teachingBlock(stack: LabelledStack, { start, lengths: [slices, rows, columns] }: Box): Int16Array {
  const { across, complete } = stack.teaching;
  const block = new Int16Array(slices * rows * columns).fill(-1);
  for (let z = 0, to = 0; z < slices; z++) {
    const slice = start[0] + z;
    if (slice < 0 || slice >= stack.slices || (across === 'slices' && complete[slice] !== 1)) {
      to += rows * columns;
      continue;
    }
    const labels = stack.labels(slice);
    for (let y = 0; y < rows; y++) {
      const row = start[1] + y;
      if (row < 0 || row >= stack.rows || (across === 'rows' && complete[row] !== 1)) {
        to += columns;
        continue;
      }
      for (let x = 0; x < columns; x++, to++) {
        const column = start[2] + x;
        if (column < 0 || column >= stack.columns || (across === 'columns' && complete[column] !== 1)) continue;
        block[to] = labels[row * stack.columns + column] as number;
      }
    }
  }
  return block;
}

/**
 * The values of one image, voxels × neighbouring slices: half a voxel beyond the outermost ones is still theirs, what
 * lies further out is the padding.
 * @param contextSlices that become channels; beyond the ends of the stack the end slice is repeated
 * @param reversed whether the neighbours change places
 */
export function readImage(
  stack: SliceStack, input: StackImage, box: Box, from: SourceVoxels, contextSlices: number, reversed: boolean, values: Float32Array,
): void {
  for (let channel = 0; channel < contextSlices; channel++) {
    const away = (reversed ? -1 : 1) * (channel - (contextSlices - 1) / 2);
    readLinearly(imageBlock(stack, input, box, away), box, stack, input.padding, from, values, channel, contextSlices);
  }
}

/** @param away slices from those of the box */
function imageBlock(stack: SliceStack, { image }: StackImage, { start, lengths: [slices, rows, columns] }: Box, away: number): Float32Array {
  const block = new Float32Array(slices * rows * columns);
  const within = (at: number, length: number): number => Math.min(length - 1, Math.max(0, at));
  const [firstColumn, behindColumns] = [Math.max(0, start[2]), Math.min(stack.columns, start[2] + columns)];
  for (let z = 0, to = 0; z < slices; z++) {
    const slice = image(within(start[0] + z + away, stack.slices));
    for (let y = 0; y < rows; y++, to += columns) {
      const row = within(start[1] + y, stack.rows) * stack.columns;
      block.set(slice.subarray(row + firstColumn, row + behindColumns), to + firstColumn - start[2]);
      if (start[2] < 0) block[to] = slice[row] as number;
      if (start[2] + columns > stack.columns) block[to + columns - 1] = slice[row + stack.columns - 1] as number;
    }
  }
  return block;
}

function readLinearly(
  block: Float32Array, box: Box, stack: SliceStack, padding: number, from: SourceVoxels, values: Float32Array, channel: number, channels: number,
): void {
  const [sliceStep, rowStep] = [box.lengths[1] * box.lengths[2], box.lengths[2]];
  const first = box.start[0] * sliceStep + box.start[1] * rowStep + box.start[2];
  const [sliceEnd, rowEnd, columnEnd] = [stack.slices - 0.5, stack.rows - 0.5, stack.columns - 0.5];
  for (let at = 0, to = channel; to < values.length; at++, to += channels) {
    const z = from.slice[at] as number;
    const y = from.row[at] as number;
    const x = from.column[at] as number;
    if (z < -0.5 || y < -0.5 || x < -0.5 || z >= sliceEnd || y >= rowEnd || x >= columnEnd) {
      values[to] = padding;
      continue;
    }
    const near = Math.floor(z);
    const top = Math.floor(y);
    const left = Math.floor(x);
    const corner = near * sliceStep + top * rowStep + left - first;
    if (y === top && x === left && z === near) {
      values[to] = block[corner] as number;
      continue;
    }
    let value = between(block, corner, rowStep, y - top, x - left);
    if (z > near) value += (between(block, corner + sliceStep, rowStep, y - top, x - left) - value) * (z - near);
    values[to] = value;
  }
}

/** Between four voxels of a slice, of which those behind a whole number do not count and may not be there. */
function between(block: Float32Array, corner: number, rowStep: number, lower: number, further: number): number {
  const right = further > 0 ? 1 : 0;
  const below = lower > 0 ? corner + rowStep : corner;
  const upper = (block[corner] as number) * (1 - further) + (block[corner + right] as number) * further;
  const under = (block[below] as number) * (1 - further) + (block[below + right] as number) * further;
  return upper * (1 - lower) + under * lower;
}
