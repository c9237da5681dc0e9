import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { histogramOfVoxels, otsuThreshold, twoOtsuThresholds } from '#shared/regions/automatic-threshold.ts';
import { boxOfGrid, boxOfSlice, type BoxedMask } from '#shared/regions/boxed-mask.ts';
import type { Mask, RegionWork } from '#shared/regions/grid.ts';
import { boxOf, cutOut } from '#shared/regions/region-box.ts';
import { thresholdRegion, type ValueRange } from '#shared/regions/threshold.ts';
import { maskOf, type RegionScene } from './scene.ts';

/** Where values count: anywhere, in one slice, in the box around a label, or on the label itself. */
export type Within =
  | { readonly kind: 'volume' }
  | { readonly kind: 'slice'; readonly axis: AxisIndex; readonly index: number }
  | { readonly kind: 'box' | 'label'; readonly label: number };

/** Stored values, both ends included. */
export interface Threshold extends ValueRange {
  readonly kind: 'threshold';
  readonly within?: Within;
}

/** Which part of the values an automatic range takes: what is brighter or darker than one threshold, or what lies between two. */
export interface RangeQuestion {
  readonly part: 'brighter' | 'darker' | 'between';
  readonly within: Within;
}

/** Null where there is no such place: the label has no voxel. */
function placeOf({ grid, labels }: RegionScene, within: Within): { readonly box: VoxelBox; readonly mask: Mask | null } | null {
  switch (within.kind) {
    case 'volume': return { box: boxOfGrid(grid), mask: null };
    case 'slice': return { box: boxOfSlice(grid, within.axis, within.index), mask: null };
    default: {
      const mask = maskOf(labels, within.label);
      const box = boxOf(mask, grid.size);
      return box && { box, mask: within.kind === 'label' ? mask : null };
    }
  }
}

/** @returns null where there is nothing to look at */
export function* thresholdWithin(scene: RegionScene, { lowest, highest, within = { kind: 'volume' } }: Threshold): RegionWork<BoxedMask | null> {
  const place = placeOf(scene, within);
  return place && (yield* thresholdRegion(scene.image, scene.grid, { lowest, highest }, { box: place.box, within: place.mask }));
}

/** As ITK's filters have it. */
const bins = 256;

/** From where to where values go that Otsu's method puts into one class; null where there is nothing to look at. */
export function* automaticRange(scene: RegionScene, { part, within }: RangeQuestion): RegionWork<ValueRange | null> {
  const place = placeOf(scene, within);
  if (place === null) return null;
  const { size } = scene.grid;
  const isWhole = within.kind === 'volume';
  const values = isWhole ? scene.image : cutOut(scene.image, size, place.box);
  const histogram = yield* histogramOfVoxels(values, bins, place.mask && cutOut(place.mask, size, place.box));
  const { lowest, highest } = histogram;
  if (part === 'between') {
    const [low, high] = twoOtsuThresholds(histogram);
    return { lowest: low, highest: high };
  }
  const threshold = otsuThreshold(histogram);
  return part === 'brighter' ? { lowest: threshold, highest } : { lowest, highest: threshold };
}
