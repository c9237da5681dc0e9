/**
 * Cuts training patches out of slice stacks, slices between their neighbours or volumes: one pass over the
 * patch that moves, mirrors and pads image and label alike. Plain typed arrays and no state, so that it may run in
 * any thread.
 */
import type { AxisIndex } from '../geometry/volume-geometry.ts';
import { drawIntensityChange, drawSpatialChange, type SpatialChange } from './augment.ts';
import { makeDeformation, type Deformation } from './deformation.ts';
import { changeIntensities } from './intensities.ts';
import { mirroredOutputs } from './mirror-pairs.ts';
import { flatAxis, placePatch, sourceVoxels, type SourceVoxels, type StackVector } from './patch-geometry.ts';
import type { AugmentationPlan, Plan } from './plan.ts';
import { randomDraws, type RandomDraws, type RandomPurpose } from './random.ts';
import { boxAround, readImage, readLabels } from './read-patch.ts';
import { choosePlace, type LabelPlaces, type PatchPlace } from './sampling.ts';
import { inputsOf, stackAxes, type LabelledStack, type SliceStack } from './slice-stack.ts';

/** Patches side by side, as a network takes them: sample slowest, then (slices,) rows, columns, channels. */
export interface PatchBatch {
  readonly count: number;
  /** Of volumes. */
  readonly slices?: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly images: Float32Array;
  /** Network output of each voxel; 0 where it does not teach. */
  readonly labels: Int32Array;
  /** 1 where the voxel teaches, 0 where it is ignored. */
  readonly valid: Float32Array;
}

export type PatchPlan = Pick<Plan, 'patch' | 'contextSlices' | 'sliceAxis' | 'targetSpacingMm' | 'medianSpacingMm' | 'foregroundShare' | 'augmentation' | 'seed'>;

/**
 * Samples `first` … `first + count − 1` of a step; the same whatever was drawn before. Volumes where the plan's
 * patch has three lengths.
 * @throws RangeError where no stack teaches
 */
export function drawPatches(stacks: readonly LabelledStack[], places: LabelPlaces, plan: PatchPlan, step: number, first: number, count: number): PatchBatch {
  const [columns = 1, rows = 1, slices = 1] = plan.patch.toReversed();
  const lengths: StackVector = [slices, rows, columns];
  const voxels = slices * rows * columns;
  const inputs = stacks[0] === undefined ? 1 : inputsOf(stacks[0]).length;
  const channels = plan.contextSlices * inputs;
  const images = new Float32Array(count * voxels * channels);
  const labels = new Int32Array(count * voxels);
  const valid = new Float32Array(count * voxels);
  const from = sourceVoxels(voxels);
  for (let n = 0; n < count; n++) {
    const part = <Values extends Float32Array | Int32Array>(values: Values, perVoxel = 1): Values =>
      values.subarray(n * voxels * perVoxel, (n + 1) * voxels * perVoxel) as Values;
    const target = { lengths, contextSlices: plan.contextSlices, image: part(images, channels), labels: part(labels), valid: part(valid) };
    drawPatch(stacks, places, plan, (purpose, input) => randomDraws(plan.seed, purpose, step, first + n, input), target, from);
  }
  return { count, ...(plan.patch.length === 3 ? { slices } : {}), rows, columns, channels, images, labels, valid };
}

/** One sample: where, how it is moved and how its values change, each from draws of its own. */
function drawPatch(
  stacks: readonly LabelledStack[], places: LabelPlaces, plan: PatchPlan, draws: (purpose: RandomPurpose, input?: number) => RandomDraws,
  target: PatchTarget, from: SourceVoxels,
): void {
  const { lengths } = target;
  const { augmentation } = plan;
  const spacingMm = stackSpacing(plan);
  const flat = flatAxis(lengths, spacingMm);
  const place = choosePlace(stacks, places, plan.foregroundShare, draws('sampling'));
  const change = drawSpatialChange(augmentation, plan.sliceAxis, draws('augmentation'));
  const deformation = change.elastic > 0 ? makeDeformation(lengths, change.elastic, flat, draws('deformation')) : null;
  cutPatch(stacks[place.stack] as LabelledStack, place, change, deformation, spacingMm, target, from, (image, input) => {
    changeIntensities(image, lengths, flat, drawIntensityChange(augmentation, draws('intensities', input)), draws('noise', input));
  });
  if (sidesChange(change, plan)) swapOutputs(target.labels, augmentation.mirrorPairs);
}

/** That of the images as the network sees them, in the order of a stack. */
function stackSpacing({ sliceAxis, targetSpacingMm, medianSpacingMm }: PatchPlan): StackVector {
  const { slice, row, column } = stackAxes(sliceAxis);
  const of = (axis: AxisIndex): number => targetSpacingMm[axis] ?? medianSpacingMm[axis];
  return [of(slice), of(row), of(column)];
}

/** Whether left became right. A slice without neighbours looks the same from both sides. */
function sidesChange({ mirrored }: SpatialChange, { sliceAxis, patch, contextSlices }: PatchPlan): boolean {
  const { slice, row } = stackAxes(sliceAxis);
  if (slice === 0) return mirrored[0] && (patch.length === 3 || contextSlices > 1);
  return row === 0 ? mirrored[1] : mirrored[2];
}

function swapOutputs(labels: Int32Array, pairs: AugmentationPlan['mirrorPairs']): void {
  if (pairs.length === 0) return;
  const other = Uint8Array.from(mirroredOutputs(256, pairs));
  for (let at = 0; at < labels.length; at++) labels[at] = other[labels[at] as number] as number;
}

export interface PatchTarget {
  /** A patch of a slice has one slice. */
  readonly lengths: StackVector;
  /** Neighbouring slices that become channels, of slices; 1 for volumes. */
  readonly contextSlices: number;
  /** Voxels × channels; of several inputs the channels of one after those of the other. */
  readonly image: Float32Array;
  readonly labels: Int32Array;
  readonly valid: Float32Array;
}

/** First row (or column, or slice) of a window of `length` around `centre`: inside the slice where it fits, else around it. */
export function windowStart(centre: number, length: number, sliceLength: number): number {
  if (sliceLength <= length) return -Math.floor((length - sliceLength) / 2);
  return Math.min(sliceLength - length, Math.max(0, centre - Math.floor(length / 2)));
}

/**
 * One patch, the window of the place turned about its own middle: images linear, labels nearest.
 * Without change it is an exact copy; the place is in it whatever the change.
 * @param from is filled and used
 * @param changed called with each input's part of the patch, voxels × neighbouring slices, to change its values
 */
export function cutPatch(
  stack: LabelledStack, place: PatchPlace, change: SpatialChange, deformation: Deformation | null, spacingMm: StackVector, target: PatchTarget,
  from: SourceVoxels = sourceVoxels(target.labels.length), changed: (image: Float32Array, input: number) => void = () => undefined,
): void {
  const { lengths, contextSlices, image } = target;
  const shown: StackVector = [place.slice, place.row, place.column];
  const start: StackVector = [
    lengths[0] === 1 ? place.slice : windowStart(place.slice, lengths[0], stack.slices),
    windowStart(place.row, lengths[1], stack.rows),
    windowStart(place.column, lengths[2], stack.columns),
  ];
  const box = boxAround(placePatch({ start, lengths, shown }, change, deformation, spacingMm, from), stack);
  readLabels(stack, box, from, target);
  const inputs = inputsOf(stack);
  inputs.forEach((input, n) => {
    // The values of one input lie together while they are changed.
    const own = inputs.length === 1 ? image : new Float32Array(image.length / inputs.length);
    readImage(stack, input, box, from, contextSlices, change.mirrored[0], own);
    changed(own, n);
    if (own !== image) interleave(own, image, contextSlices, n, inputs.length);
  });
}

function interleave(own: Float32Array, image: Float32Array, channels: number, input: number, inputs: number): void {
  for (let from = 0, to = input * channels; from < own.length; to += channels * inputs) {
    for (let channel = 0; channel < channels; channel++) image[to + channel] = own[from++] as number;
  }
}

export interface WindowTarget {
  /** Of volumes. */
  readonly slices?: number;
  readonly rows: number;
  readonly columns: number;
  /** Inputs × neighbouring slices. */
  readonly channels: number;
  readonly image: Float32Array;
}

/** Copies the window whose first voxel is at `slice`, `row`, `column`, which may lie partly outside; of a slice with its neighbours as channels. */
export function cutWindow(stack: SliceStack, slice: number, row: number, column: number, target: WindowTarget): void {
  const { slices, rows, columns, channels, image } = target;
  const inputs = inputsOf(stack);
  const contextSlices = channels / inputs.length;
  const [firstRow, lastRow] = [Math.max(0, -row), Math.min(rows, stack.rows - row)];
  const [firstColumn, lastColumn] = [Math.max(0, -column), Math.min(columns, stack.columns - column)];
  inputs.forEach((input, n) => {
    for (let z = 0; z < (slices ?? 1); z++) {
      for (let context = 0; context < contextSlices; context++) {
        const channel = n * contextSlices + context;
        const first = z * rows * columns * channels + channel;
        const last = (z + 1) * rows * columns * channels;
        for (let to = first; to < last; to += channels) image[to] = input.padding;
        const at = slice + z + context - (contextSlices - 1) / 2;
        // Volumes are padded; beyond the ends of a stack the end slice is repeated as a neighbour.
        if (slices !== undefined && (at < 0 || at >= stack.slices)) continue;
        const source = input.image(Math.min(stack.slices - 1, Math.max(0, at)));
        for (let y = firstRow; y < lastRow; y++) {
          let from = (row + y) * stack.columns + column + firstColumn;
          let to = first + (y * columns + firstColumn) * channels;
          for (let x = firstColumn; x < lastColumn; x++, from++, to += channels) image[to] = source[from] as number;
        }
      }
    }
  });
}
