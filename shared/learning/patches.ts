/**
 * Cuts training patches out of slice stacks: one pass over the patch that rotates, scales, mirrors and
 * pads image and label alike. Plain typed arrays and no state, so that it may run in any thread.
 */
import { changeIntensities, drawAugmentation, type Augmentation } from './augment.ts';
import type { Plan } from './plan.ts';
import { randomDraws } from './random.ts';
import { choosePlace, type LabelPlaces, type PatchPlace } from './sampling.ts';
import { stackAxes, teaches, type LabelledStack, type SliceStack } from './slice-stack.ts';

/** Patches side by side, as a network takes them: sample slowest, then rows, columns, channels. */
export interface PatchBatch {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly images: Float32Array;
  /** Network output of each pixel; 0 where it does not teach. */
  readonly labels: Int32Array;
  /** 1 where the pixel teaches, 0 where it is ignored. */
  readonly valid: Float32Array;
}

type PatchPlan = Pick<Plan, 'patch' | 'contextSlices' | 'sliceAxis' | 'medianSpacingMm' | 'foregroundShare' | 'augmentation' | 'seed'>;

/**
 * Samples `first` … `first + count − 1` of a step; the same whatever was drawn before.
 * @throws RangeError where no stack teaches
 */
export function drawPatches(stacks: readonly LabelledStack[], places: LabelPlaces, plan: PatchPlan, step: number, first: number, count: number): PatchBatch {
  const [rows = 1, columns = 1] = plan.patch;
  const channels = plan.contextSlices;
  const pixels = rows * columns;
  const images = new Float32Array(count * pixels * channels);
  const labels = new Int32Array(count * pixels);
  const valid = new Float32Array(count * pixels);
  const axes = stackAxes(plan.sliceAxis);
  const aspect = plan.medianSpacingMm[axes.row] / plan.medianSpacingMm[axes.column];
  for (let n = 0; n < count; n++) {
    const sample = first + n;
    const place = choosePlace(stacks, places, plan.foregroundShare, randomDraws(plan.seed, 'sampling', step, sample));
    const augmentation = drawAugmentation(plan.augmentation, plan.sliceAxis, randomDraws(plan.seed, 'augmentation', step, sample));
    const image = images.subarray(n * pixels * channels, (n + 1) * pixels * channels);
    const stack = stacks[place.stack] as LabelledStack;
    cutPatch(stack, place, augmentation, aspect, {
      rows, columns, channels, image,
      labels: labels.subarray(n * pixels, (n + 1) * pixels),
      valid: valid.subarray(n * pixels, (n + 1) * pixels),
    });
    changeIntensities(image, augmentation, randomDraws(plan.seed, 'noise', step, sample));
  }
  return { count, rows, columns, channels, images, labels, valid };
}

export interface PatchTarget {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly image: Float32Array;
  readonly labels: Int32Array;
  readonly valid: Float32Array;
}

/** First row (or column) of a window of `length` around `centre`: inside the slice where it fits, else around it. */
export function windowStart(centre: number, length: number, sliceLength: number): number {
  if (sliceLength <= length) return -Math.floor((length - sliceLength) / 2);
  return Math.min(sliceLength - length, Math.max(0, centre - Math.floor(length / 2)));
}

/** The slice itself and its neighbours, which become channels; beyond the ends the end slice is repeated. */
export function contextOf(stack: SliceStack, slice: number, channels: number, reversed = false): Float32Array[] {
  const half = (channels - 1) / 2;
  return Array.from({ length: channels }, (_, channel) => {
    const at = slice + (reversed ? half - channel : channel - half);
    return stack.image(Math.min(stack.slices - 1, Math.max(0, at)));
  });
}

/**
 * One patch, the window of the place turned about its own centre: image bilinear, labels nearest.
 * Without rotation and scale it is an exact copy.
 * @param aspect row spacing / column spacing, so that a rotation is one in millimetres
 */
export function cutPatch(stack: LabelledStack, place: PatchPlace, augmentation: Augmentation, aspect: number, target: PatchTarget): void {
  const { rows, columns, channels, image, labels, valid } = target;
  const context = contextOf(stack, place.slice, channels, augmentation.mirrorSlices);
  const drawn = stack.labels(place.slice);
  const halfRows = (rows - 1) / 2;
  const halfColumns = (columns - 1) / 2;
  const centreRow = windowStart(place.row, rows, stack.rows) + halfRows;
  const centreColumn = windowStart(place.column, columns, stack.columns) + halfColumns;
  const cosine = Math.cos(augmentation.rotation) / augmentation.scale;
  const sine = Math.sin(augmentation.rotation) / augmentation.scale;
  const rowSign = augmentation.mirrorRows ? -1 : 1;
  const columnSign = augmentation.mirrorColumns ? -1 : 1;
  const lastRow = stack.rows - 1;
  const lastColumn = stack.columns - 1;
  let at = 0;
  for (let y = 0; y < rows; y++) {
    const down = rowSign * (y - halfRows);
    for (let x = 0; x < columns; x++, at++) {
      const right = columnSign * (x - halfColumns);
      const row = centreRow + cosine * down + (sine * right) / aspect;
      const column = centreColumn - sine * down * aspect + cosine * right;
      const inside = row >= -0.5 && column >= -0.5 && row < lastRow + 0.5 && column < lastColumn + 0.5;
      if (!inside) {
        for (let channel = 0; channel < channels; channel++) image[at * channels + channel] = stack.padding;
        continue;
      }
      const nearestRow = Math.round(row);
      const nearestColumn = Math.round(column);
      if (teaches(stack.teaching, place.slice, nearestRow, nearestColumn)) {
        valid[at] = 1;
        labels[at] = drawn[nearestRow * stack.columns + nearestColumn] as number;
      }
      const top = row < 0 ? 0 : row >= lastRow ? lastRow : Math.floor(row);
      const left = column < 0 ? 0 : column >= lastColumn ? lastColumn : Math.floor(column);
      const lower = row <= 0 || row >= lastRow ? 0 : row - top;
      const further = column <= 0 || column >= lastColumn ? 0 : column - left;
      const topLeft = top * stack.columns + left;
      const bottomLeft = lower > 0 ? topLeft + stack.columns : topLeft;
      const step = further > 0 ? 1 : 0;
      for (let channel = 0; channel < channels; channel++) {
        const source = context[channel] as Float32Array;
        const upper = (source[topLeft] as number) * (1 - further) + (source[topLeft + step] as number) * further;
        const under = (source[bottomLeft] as number) * (1 - further) + (source[bottomLeft + step] as number) * further;
        image[at * channels + channel] = upper * (1 - lower) + under * lower;
      }
    }
  }
}

/** Copies the window at `row`, `column` (which may lie partly outside) with its neighbouring slices as channels. */
export function cutWindow(stack: SliceStack, slice: number, row: number, column: number, target: Pick<PatchTarget, 'rows' | 'columns' | 'channels' | 'image'>): void {
  const { rows, columns, channels, image } = target;
  image.fill(stack.padding);
  const context = contextOf(stack, slice, channels);
  const [firstRow, lastRow] = [Math.max(0, -row), Math.min(rows, stack.rows - row)];
  const [firstColumn, lastColumn] = [Math.max(0, -column), Math.min(columns, stack.columns - column)];
  context.forEach((source, channel) => {
    for (let y = firstRow; y < lastRow; y++) {
      let from = (row + y) * stack.columns + column + firstColumn;
      let to = (y * columns + firstColumn) * channels + channel;
      for (let x = firstColumn; x < lastColumn; x++, from++, to += channels) image[to] = source[from] as number;
    }
  });
}
