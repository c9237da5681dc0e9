/**
 * What is shown of one case: a few slices of the scan, cut to where the labels are, as a radiologist
 * looks at them: the patient's right on the left of an axial or coronal slice, the face on the left
 * of a sagittal one, feet or back below.
 */
import { spacingMm } from '#shared/geometry/affine.ts';
import { type AxisOrder, orderToRas, reorderSize, reorderVoxels } from '#shared/geometry/axis-order.ts';
import { chooseSliceAxis } from '#shared/geometry/slice-axis.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { valuesAtRanks } from '#shared/voxels/order-statistic.ts';

export interface Slice {
  /** Index along the slice axis in viewing order, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** Values of the cut, row by row from the top. */
  readonly image: Float32Array;
  readonly reference: Int32Array;
  readonly prediction: Int32Array;
}

export interface CasePicture {
  readonly slices: readonly Slice[];
  /** Index in `slices` of the one with most reference. */
  readonly main: number;
  /** Voxels of a cut. */
  readonly width: number;
  readonly height: number;
  /** Size of a voxel of the cut, mm. */
  readonly pixelMm: readonly [number, number];
  /** Real values shown black and white. */
  readonly window: { readonly low: number; readonly high: number };
  readonly plane: 'axial' | 'coronal' | 'sagittal' | 'slice';
  /** The patient's sides at the left and upper edge; null where nobody knows. */
  readonly sides: { readonly left: string; readonly top: string } | null;
}

interface Cut { readonly left: number; readonly top: number; readonly width: number; readonly height: number }

const planes = ['sagittal', 'coronal', 'axial'] as const;
const sidesOf = { sagittal: { left: 'A', top: 'S' }, coronal: { left: 'R', top: 'S' }, axial: { left: 'R', top: 'A' } } as const;

/**
 * @param reference, prediction label values on the image's own grid
 * @param slices how many to show, fewer where the case has fewer with labels
 */
export function pictureCase(image: ImageVolume, reference: Int32Array, prediction: Int32Array, slices: number): CasePicture {
  const { geometry, trust } = image;
  const order = viewingOrder(orderToRas(geometry.affine));
  const size = reorderSize(geometry.size, order);
  const spacing = reorderSize(spacingMm(geometry.affine), order);
  const axis = order.from.indexOf(chooseSliceAxis(geometry)) as AxisIndex;
  const [across, down] = ([0, 1, 2] as const).filter((other) => other !== axis) as [AxisIndex, AxisIndex];

  const view = { size, axis, across, down };
  const masks = {
    reference: reorderVoxels(reference, geometry.size, order),
    prediction: reorderVoxels(prediction, geometry.size, order),
  };
  const voxels = reorderVoxels(image.voxels, geometry.size, order);
  const chosen = chooseSlices(view, masks, slices);
  const cut = cutAround(view, masks, chosen.indices);
  const shown = chosen.indices.map((index): Slice => ({
    index,
    count: size[axis],
    image: Float32Array.from(voxelsOf(view, cut, index), (at) => image.slope * (voxels[at] as number) + image.intercept),
    reference: Int32Array.from(voxelsOf(view, cut, index), (at) => masks.reference[at] as number),
    prediction: Int32Array.from(voxelsOf(view, cut, index), (at) => masks.prediction[at] as number),
  }));
  const plane = trust === 'known' ? planes[axis] : 'slice';
  return {
    slices: shown,
    main: chosen.main,
    width: cut.width,
    height: cut.height,
    pixelMm: [spacing[across], spacing[down]],
    window: windowOf(shown),
    plane,
    sides: plane === 'slice' ? null : sidesOf[plane],
  };
}

/** Every axis against Right, Anterior, Superior: to the right of a picture lies the left, below the back or the feet. */
export function viewingOrder({ from, flip }: AxisOrder): AxisOrder {
  return { from, flip: [!flip[0], !flip[1], !flip[2]] };
}

interface View { readonly size: Vec3; readonly axis: AxisIndex; readonly across: AxisIndex; readonly down: AxisIndex }
interface Masks { readonly reference: Int32Array; readonly prediction: Int32Array }

function* voxelsOf({ size, axis, across, down }: View, cut: Cut, index: number): Generator<number> {
  const strides = [1, size[0], size[0] * size[1]] as const;
  for (let y = cut.top; y < cut.top + cut.height; y += 1) {
    for (let x = cut.left; x < cut.left + cut.width; x += 1) yield index * strides[axis] + y * strides[down] + x * strides[across];
  }
}

function wholeSlice({ size, across, down }: View): Cut {
  return { left: 0, top: 0, width: size[across], height: size[down] };
}

/**
 * The slice with most reference (where there is none, with most prediction; else the middle), and
 * others spread over the slices that hold labels, in viewing order.
 */
function chooseSlices(view: View, masks: Masks, wanted: number): { readonly indices: readonly number[]; readonly main: number } {
  const whole = wholeSlice(view);
  const count = (mask: Int32Array, index: number): number => {
    let labelled = 0;
    for (const at of voxelsOf(view, whole, index)) if (mask[at] !== 0) labelled += 1;
    return labelled;
  };
  const all = Array.from({ length: view.size[view.axis] }, (_, index) => ({
    index,
    reference: count(masks.reference, index),
    prediction: count(masks.prediction, index),
  }));
  const held = all.filter(({ reference, prediction }) => reference + prediction > 0);
  const weight = held.some(({ reference }) => reference > 0) ? 'reference' : 'prediction';
  const most = held.reduce((best, one) => (one[weight] > best[weight] ? one : best), held[0] ?? all[Math.floor(all.length / 2)]!);
  const chosen = new Set([most.index]);
  for (let n = 0; n < wanted - 1 && chosen.size < held.length; n += 1) {
    // At even shares of the labelled slices, or the next free one.
    const start = Math.floor(((n + 0.5) * held.length) / Math.max(1, wanted - 1));
    const free = held.slice(start).find(({ index }) => !chosen.has(index)) ?? held.find(({ index }) => !chosen.has(index));
    if (free !== undefined) chosen.add(free.index);
  }
  const indices = [...chosen].sort((a, b) => a - b);
  return { indices, main: indices.indexOf(most.index) };
}

/** The part of the slices around the labels: half as much again on each side, never less than a third of the slice. */
function cutAround(view: View, masks: Masks, indices: readonly number[]): Cut {
  const whole = wholeSlice(view);
  const [columns, rows] = [new Set<number>(), new Set<number>()];
  for (const index of indices) {
    let n = 0;
    for (const at of voxelsOf(view, whole, index)) {
      if (masks.reference[at] !== 0 || masks.prediction[at] !== 0) {
        columns.add(n % whole.width);
        rows.add(Math.floor(n / whole.width));
      }
      n += 1;
    }
  }
  const [horizontal, vertical] = [widened(columns, whole.width), widened(rows, whole.height)];
  return { left: horizontal.from, width: horizontal.length, top: vertical.from, height: vertical.length };
}

function widened(places: ReadonlySet<number>, most: number): { readonly from: number; readonly length: number } {
  if (places.size === 0) return { from: 0, length: most };
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const length = Math.min(most, Math.max(Math.ceil((last - first + 1) * 2), Math.ceil(most / 3)));
  const from = Math.round((first + last + 1 - length) / 2);
  return { from: Math.min(most - length, Math.max(0, from)), length };
}

/**
 * The values of what is labelled, with one and a half times as much on either side as they span, so that its
 * borders can be judged: on the scale from air to bone soft tissue is one grey. Without labels, and
 * never beyond, all that is shown but the outermost hundredths.
 */
function windowOf(slices: readonly Slice[]): CasePicture['window'] {
  const everything = rangeOf(slices.flatMap(({ image }) => [...image]), 0.01);
  const labelled = rangeOf(slices.flatMap(({ image, reference }) => [...image.filter((_, at) => reference[at] !== 0)]), 0.05);
  if (everything === null) return { low: 0, high: 1 };
  if (labelled === null) return everything;
  const room = 1.5 * (labelled.high - labelled.low);
  return {
    low: Math.max(everything.low, labelled.low - room),
    high: Math.max(labelled.high, Math.min(everything.high, labelled.high + room)),
  };
}

/** Lowest and highest value without that share at either end; null where there are no numbers, never empty. */
export function rangeOf(values: ArrayLike<number>, leftOut: number): CasePicture['window'] | null {
  const numbers = Float32Array.from(values).filter(Number.isFinite);
  if (numbers.length === 0) return null;
  const rank = (share: number): number => Math.round(share * (numbers.length - 1));
  const [low = 0, high = 0] = valuesAtRanks(numbers, [rank(leftOut), rank(1 - leftOut)]);
  return { low, high: Math.max(high, low + 1e-6 * Math.max(1, Math.abs(low))) };
}
