/** The values of what a view shows, in numbers that the card keeps apart: a slice, a slab, or another image at the same place. */
import { compareLattices } from '#shared/geometry/lattice.ts';
import { sliceSteps, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { RegionWork } from '#shared/regions/grid.ts';
import { cutLinear, patientPlane, type PatientPlane } from '#shared/voxels/resample-plane.ts';
import { projectCuts, projectSlab, slicesAround, stepThrough, type SliceRange } from '#shared/voxels/slab.ts';
import { bytesThroughWindow, copyGreys, needsBase, replaceNonFinite } from '#shared/voxels/slice-pixels.ts';
import type { GreyWindow, Slab, ViewedImage } from './slice-view.ts';

/** A slice of an image, as it lies on the screen. */
export interface PlacedSlice {
  readonly image: ViewedImage;
  readonly plane: SlicePlane;
  readonly slice: number;
}

export interface SliceValues {
  /** In the screen's order. */
  readonly floats: Float32Array;
  /** Whether another window only moves; else the values have to be made again. */
  readonly keepsForWindows: boolean;
  /** A window of real values, in these. */
  readonly windowOf: (window: GreyWindow) => { readonly centre: number; readonly width: number };
}

/** Which slices a slab of this view holds; the shown one alone where there is no slab. */
export function slabRange(plane: SlicePlane, slice: number, slab: Slab | null, spacingMm: number): SliceRange {
  return slab === null ? { first: slice, last: slice } : slicesAround(plane.slices, slice, spacingMm, slab.thicknessMm);
}

/**
 * Of a slab, yields now and then its share done; of one slice, comes at once.
 * @param shown the image whose values they are; of another grid than the slice's own, it is resampled where the slice lies
 * @param range the slices that are seen as one
 */
export function* sliceValues(at: PlacedSlice, shown: ViewedImage, slab: Slab | null, range: SliceRange, window: GreyWindow): RegionWork<SliceValues> {
  const { plane } = at;
  if (!isSameGrid(at.image, shown)) {
    const floats = yield* valuesElsewhere(at, shown, slab, range);
    // Every finite value is a shade; nothing is the darkest.
    replaceNonFinite(floats);
    return { floats, keepsForWindows: true, windowOf: (next) => next };
  }
  const { voxels, geometry, slope, intercept } = shown;
  const [columns, rows] = [plane.right.count, plane.down.count];
  const base = needsBase(voxels) ? (window.centre - intercept) / slope : 0;
  const sign = slope < 0 ? -1 : 1;
  const floats = new Float32Array(columns * rows);
  const steps = sliceSteps(plane, geometry.size, range.first);
  const count = range.last - range.first + 1;
  if (slab === null || count === 1) copyGreys(voxels, steps, columns, rows, base, sign, floats);
  else {
    yield* projectSlab(voxels, steps, stepThrough(plane, geometry.size), count, columns, rows, base, sign, slab.projection, floats);
    replaceNonFinite(floats);
  }
  return {
    floats,
    keepsForWindows: base === 0,
    windowOf: ({ centre, width }) => ({
      centre: ((centre - intercept) / slope - base) * sign,
      width: Math.max(Math.abs(width / slope), Number.MIN_VALUE),
    }),
  };
}

/** Real values of another image where the slices lie; NaN where it has none. */
export function* valuesElsewhere({ image, plane }: PlacedSlice, shown: ViewedImage, slab: Slab | null, { first, last }: SliceRange): RegionWork<Float32Array> {
  const floats = new Float32Array(plane.right.count * plane.down.count);
  const cutAt = (slice: number): PatientPlane => patientPlane(image.geometry, plane, slice);
  if (slab === null || first === last) cutLinear(shown, cutAt(first), floats);
  else yield* projectCuts(shown, Array.from({ length: last - first + 1 }, (_, at) => cutAt(first + at)), slab.projection, floats);
  return floats;
}

/** Where the card cannot blend values: the window is applied here. */
export function bytesOf({ floats, windowOf }: SliceValues, window: GreyWindow): Uint8Array {
  const bytes = new Uint8Array(floats.length);
  const { centre, width } = windowOf(window);
  bytesThroughWindow(floats, centre, width, bytes);
  return bytes;
}

const compared = new WeakMap<ViewedImage, WeakMap<ViewedImage, boolean>>();

/** Whether voxels of both lie at the same places, in the same order. */
export function isSameGrid(one: ViewedImage, other: ViewedImage): boolean {
  if (one === other) return true;
  const known = compared.get(one) ?? new WeakMap<ViewedImage, boolean>();
  compared.set(one, known);
  let same = known.get(other);
  if (same === undefined) {
    same = one.geometry.size.every((count, axis) => count === other.geometry.size[axis]) && compareLattices(one.geometry, other.geometry).kind === 'same';
    known.set(other, same);
  }
  return same;
}
