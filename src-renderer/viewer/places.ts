/** Where voxels lie in a view, and who wants to know when that changes. */
import { pointOfVoxel, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import { createListeners } from './listeners.ts';
import type { PlaceOfVoxel } from './slice-view.ts';
import { placeInView, type ViewSize, type ViewTransform } from './view-transform.ts';

export interface Places {
  /** Tells where voxels lie now, where that is elsewhere than before. */
  move(plane: SlicePlane, transform: ViewTransform, view: ViewSize): void;
  /** Nothing is shown. */
  leave(): void;
  /** @returns ends it */
  readonly add: (listener: (placeOf: PlaceOfVoxel | null) => void) => () => void;
}

export function createPlaces(): Places {
  const listeners = createListeners<PlaceOfVoxel | null>();
  let last: { readonly plane: SlicePlane; readonly transform: ViewTransform; readonly view: ViewSize } | null = null;
  const isWhereItWas = (plane: SlicePlane, { centreXMm, centreYMm, pixelsPerMm }: ViewTransform, { width, height }: ViewSize): boolean =>
    last !== null && last.plane === plane && last.transform.centreXMm === centreXMm && last.transform.centreYMm === centreYMm
    && last.transform.pixelsPerMm === pixelsPerMm && last.view.width === width && last.view.height === height;
  return {
    move(plane, transform, view) {
      if (isWhereItWas(plane, transform, view)) return;
      last = { plane, transform, view };
      listeners.tell((voxel) => placeInView(transform, plane, view, pointOfVoxel(plane, voxel)));
    },
    leave() {
      last = null;
      listeners.tell(null);
    },
    add: (listener) => listeners.add(listener),
  };
}
