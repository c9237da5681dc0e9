import type { AxisIndex } from '../geometry/volume-geometry.ts';
import type { Grid, RegionWork } from './grid.ts';
import { drawMorph, prepareMorph, type Morph } from './morph-shapes.ts';
import { sliceFrame, takeSlice, type SliceFrame } from './slice.ts';
import { matchShapes, shapesOf } from './slice-shapes.ts';

export interface InterpolationOptions {
  /** Through the slices. */
  readonly axis: AxisIndex;
  /** All labels where it is not given. */
  readonly label?: number;
  /**
   * The slices that a person has drawn, for all labels: what is in others does not count, nothing is added on these, and
   * a label that is missing on one of them ends before it.
   * Where it is not given, for each label apart those that hold it.
   */
  readonly drawn?: readonly number[];
}

/**
 * Fills the slices between drawn ones, for each label by shape: which shapes of one drawn slice continue in the next is
 * decided by `matchShapes`, what lies between them by `drawMorph`. Where two labels meet, a voxel goes to that in which
 * it lies deeper. A label is made only between the first and the last drawn slice that hold it.
 *
 * `labels` holds one index a voxel, 0 for none. What is returned holds the chosen labels alone: those on the drawn slices
 * exactly as they are, and what was made between.
 */
export function* interpolateSlices(labels: Uint8Array, grid: Grid, options: InterpolationOptions): RegionWork<Uint8Array> {
  const { axis } = options;
  const frame = sliceFrame(grid, axis);
  const made = new Uint8Array(labels.length);
  const depths = new Float32Array(frame.width * frame.height);
  const held = yield* labelsOfSlices(labels, grid, options);
  const isDrawn = new Set(options.drawn);
  const spans = spansOf(held, options.drawn !== undefined);
  for (let slice = 0; slice < grid.size[axis]; slice++) {
    yield 0.2 + 0.8 * (slice / grid.size[axis]);
    const pixels = new Uint8Array(frame.width * frame.height);
    depths.fill(-Infinity);
    takeOver(labels, grid, options, slice, held[slice] ?? new Set(), pixels, depths);
    if (!isDrawn.has(slice)) {
      for (const span of spans) {
        while (span.slices.length > span.at + 1 && (span.slices[span.at + 1] as number) <= slice) step(span);
        const [before, after] = [span.slices[span.at] as number, span.slices[span.at + 1]];
        if (after === undefined || slice <= before) continue;
        span.morphs ??= morphsBetween(labels, grid, frame, span.label, before, after);
        for (const morph of span.morphs) {
          drawMorph(morph, (slice - before) / (after - before), frame, (u, v, depth) => {
            const at = u + frame.width * v;
            if (depth <= (depths[at] as number)) return;
            depths[at] = depth;
            pixels[at] = span.label;
          });
        }
      }
    }
    writeSlice(pixels, made, grid, frame, slice);
  }
  return made;
}

/** The slices between which a label is made, and where the work on it is. */
interface Span {
  readonly label: number;
  readonly slices: readonly number[];
  at: number;
  morphs: readonly Morph[] | null;
}

function step(span: Span): void {
  span.at++;
  span.morphs = null;
}

/** Of each slice along the axis the chosen labels that count there; null where it is not a drawn one. */
function* labelsOfSlices(labels: Uint8Array, grid: Grid, { axis, label, drawn }: InterpolationOptions): RegionWork<readonly (ReadonlySet<number> | null)[]> {
  const held: (ReadonlySet<number> | null)[] = [];
  const chosen = drawn && new Set(drawn);
  for (let slice = 0; slice < grid.size[axis]; slice++) {
    const isThere = new Uint8Array(256);
    if (chosen === undefined || chosen.has(slice)) {
      for (const value of takeSlice(labels, grid, axis, slice)) isThere[value] = 1;
    }
    const found = new Set([...isThere.keys()].filter((value) => value !== 0 && isThere[value] === 1 && (label === undefined || value === label)));
    held.push(chosen === undefined || chosen.has(slice) ? found : null);
    yield (0.2 * (slice + 1)) / grid.size[axis];
  }
  return held;
}

function spansOf(held: readonly (ReadonlySet<number> | null)[], areChosen: boolean): readonly Span[] {
  const all = new Set(held.flatMap((labels) => [...(labels ?? [])]));
  return [...all].sort((a, b) => a - b).map((label) => {
    const holding = held.flatMap((labels, slice) => (labels?.has(label) === true ? [slice] : []));
    const [first, last] = [holding[0] ?? 0, holding.at(-1) ?? 0];
    // Where a person says which slices are drawn, one without the label says that it is not there.
    const slices = areChosen ? held.flatMap((labels, slice) => (labels !== null && slice >= first && slice <= last ? [slice] : [])) : holding;
    return { label, slices, at: 0, morphs: null };
  });
}

/** What a drawn slice holds of the chosen labels is there to stay. */
function takeOver(labels: Uint8Array, grid: Grid, { axis }: InterpolationOptions, slice: number, held: ReadonlySet<number>, pixels: Uint8Array, depths: Float32Array): void {
  if (held.size === 0) return;
  const drawn = takeSlice(labels, grid, axis, slice);
  for (let at = 0; at < drawn.length; at++) {
    const value = drawn[at] as number;
    if (value === 0 || !held.has(value)) continue;
    pixels[at] = value;
    depths[at] = Infinity;
  }
}

function morphsBetween(labels: Uint8Array, grid: Grid, frame: SliceFrame, label: number, before: number, after: number): readonly Morph[] {
  const [one, other] = [before, after].map((slice) => shapesOf(takeSlice(labels, grid, frame.axis, slice).map((value) => Number(value === label)), frame));
  const { pairs, ending, beginning } = matchShapes(one ?? [], other ?? [], frame, (after - before) * grid.spacingMm[frame.axis]);
  return [
    ...pairs.map(([from, to]) => prepareMorph(from, to, frame)),
    ...ending.map((shape) => prepareMorph(shape, null, frame)),
    ...beginning.map((shape) => prepareMorph(null, shape, frame)),
  ];
}

function writeSlice(pixels: Uint8Array, into: Uint8Array, grid: Grid, frame: SliceFrame, slice: number): void {
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  for (let row = 0, at = 0; row < frame.height; row++) {
    let to = slice * strides[frame.axis] + row * strides[frame.v];
    for (let column = 0; column < frame.width; column++, at++, to += strides[frame.u]) into[to] = pixels[at] as number;
  }
}
