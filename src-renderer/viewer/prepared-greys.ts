/** The greys of the shown slice, computed before they are drawn: at once where that is quick, between frames where many slices are one. */
import { spacingMm } from '#shared/geometry/affine.ts';
import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import { finish, type RegionWork } from '#shared/regions/grid.ts';
import { inSlices } from './in-slices.ts';
import { slabRange, sliceValues, valuesElsewhere, type PlacedSlice, type SliceValues } from './slice-values.ts';
import type { GreyWindow, Slab, ViewedImage } from './slice-view.ts';

/** What greys are made of. */
export interface WantedGreys {
  readonly shown: ViewedImage;
  /** A second image before it, of which values are needed too. */
  readonly over: ViewedImage | null;
  readonly slab: Slab | null;
  readonly window: GreyWindow;
}

export interface Greys {
  readonly shown: ViewedImage;
  readonly plane: SlicePlane;
  readonly values: SliceValues;
  readonly over: { readonly image: ViewedImage; readonly values: Float32Array } | null;
}

export interface PreparedGreys {
  /** Another slice is shown: what is being computed is still shown once it is there, so that who goes on turning the wheel sees something move. */
  sliceChanged(): void;
  /** They are made of something else: what is being computed is of no use. */
  madeOfOthers(): void;
  /**
   * What is to be drawn now: the same object as long as nothing better is there. While a slab is computed this is the one
   * before it on the same plane and grid, or the slice alone.
   */
  take(at: PlacedSlice, wanted: WantedGreys): Greys;
  /** What there was is forgotten. */
  forget(): void;
}

/** @param onReady told where something better is there than was taken last */
export function createPreparedGreys(onReady: () => void): PreparedGreys {
  let greys: Greys | null = null;
  let isAsked = true;
  let pending: { readonly plane: SlicePlane; readonly shown: ViewedImage; readonly giveUp: () => void } | null = null;

  const giveUp = (): void => {
    if (pending === null) return;
    pending.giveUp();
    pending = null;
    isAsked = true;
  };
  /** Whether what there is may stand for what is wanted, until that has come: time points, which have one grid, follow each other. */
  const isLike = (made: { readonly plane: SlicePlane; readonly shown: ViewedImage }, at: PlacedSlice, { shown }: WantedGreys): boolean =>
    made.plane === at.plane && (made.shown === shown || made.shown.geometry === shown.geometry);
  const begin = (at: PlacedSlice, wanted: WantedGreys): void => {
    isAsked = false;
    if (wanted.slab === null) {
      greys = finish(greysOf(at, wanted));
      return;
    }
    let isDone = false;
    const stop = inSlices(greysOf(at, wanted), (found) => {
      greys = found;
      isDone = true;
      if (pending === null) return;
      pending = null;
      onReady();
    }, 'now');
    if (!isDone) pending = { plane: at.plane, shown: wanted.shown, giveUp: stop };
  };

  return {
    sliceChanged() {
      isAsked = true;
    },
    madeOfOthers() {
      giveUp();
      isAsked = true;
    },
    take(at, wanted) {
      if (pending !== null && !isLike(pending, at, wanted)) giveUp();
      if (isAsked && pending === null) begin(at, wanted);
      if (greys === null || !isLike(greys, at, wanted)) greys = finish(greysOf(at, { ...wanted, slab: null }));
      return greys;
    },
    forget() {
      giveUp();
      greys = null;
      isAsked = true;
    },
  };
}

function* greysOf(at: PlacedSlice, { shown, over, slab, window }: WantedGreys): RegionWork<Greys> {
  const range = slabRange(at.plane, at.slice, slab, spacingMm(at.image.geometry.affine)[at.plane.axis] || 1);
  const values = yield* sliceValues(at, shown, slab, range, window);
  return { plane: at.plane, shown, values, over: over && { image: over, values: yield* valuesElsewhere(at, over, slab, range) } };
}
