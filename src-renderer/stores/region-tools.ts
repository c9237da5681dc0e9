/** Which operation on a whole label is chosen, with which numbers, and how far it has come: names and numbers alone. */
import { defineStore } from 'pinia';
import { reactive, ref, shallowRef } from 'vue';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { OperationKind } from '../editing/regions/operation.ts';

/** In the order in which they are offered. */
export const operationKinds = [
  'threshold', 'seeds', 'contour', 'keep-largest', 'keep-at', 'remove-at', 'remove-small', 'split', 'fill-holes', 'grow', 'shrink', 'hollow',
  'median', 'gaussian', 'joint', 'open', 'close', 'combine', 'interpolate',
] as const satisfies readonly OperationKind[];
export type WholeLabelKind = (typeof operationKinds)[number];

export type RegionStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'computing'; readonly share: number }
  /** The bubbles from which a contour will start are shown. */
  | { readonly kind: 'start' }
  /** A contour moves, or stands still for a while; what is shown of it can be applied at any moment. */
  | { readonly kind: 'evolving'; readonly iteration: number; readonly isPaused: boolean; readonly voxels: number; readonly ml: number | null }
  /** Shown, not yet applied. */
  | { readonly kind: 'shown'; readonly voxels: number; readonly ml: number | null }
  | { readonly kind: 'same' };

/** What a person typed or chose, in real values, mm and mm³. */
interface ChosenNumbers {
  mm: number;
  smallestMm3: number;
  radiusVoxels: number;
  lowest: number;
  highest: number;
  /** Where values count: `label:2` on the label 2, `box` around the chosen one. */
  within: 'volume' | 'slice' | 'box' | `label:${number}`;
  /** Which part of the values an automatic threshold takes. */
  part: 'brighter' | 'darker' | 'between';
  side: 'inside' | 'outside' | 'both';
  how: 'union' | 'intersection' | 'difference';
  /** Index of a label. */
  other: number;
  /** Holes of the shown plane's slices, or of the volume. */
  bySlice: boolean;
  /** Islands that become labels of their own. */
  mostIslands: number;
}

interface ChosenSeeds {
  method: 'shortest' | 'walk';
  /** Of the values' standard deviation, a millimetre. */
  localityPercent: number;
  edges: number;
  marginMm: number;
  /** 0: none. */
  background: number;
  /** Grows anew whenever something was drawn. */
  follows: boolean;
}

interface ChosenContour {
  speed: 'region' | 'edge';
  ends: 'both' | 'lower' | 'upper';
  smoothness: number;
  scaleMm: number;
  contrastPercent: number;
  exponent: number;
  bubbleMm: number;
  fromLabel: boolean;
  marginMm: number;
  propagation: number;
  curvature: number;
  advection: number;
  iterationsPerLook: number;
}

/** In voxels of the open case. */
export interface ChosenBubble {
  readonly centre: Vec3;
  readonly radiusMm: number;
}

export const useRegionTools = defineStore('region-tools', () => {
  const kind = ref<WholeLabelKind>('threshold');
  const isSought = ref(false);
  return {
    kind,
    /** The panel is to be brought into view, and have the focus. */
    isSought,
    seek(wanted: WholeLabelKind): void {
      kind.value = wanted;
      isSought.value = true;
    },
    status: shallowRef<RegionStatus>({ kind: 'none' }),
    chosen: reactive<ChosenNumbers>({
      mm: 1,
      smallestMm3: 50,
      radiusVoxels: 1,
      lowest: 0,
      highest: 0,
      within: 'volume',
      part: 'brighter',
      side: 'inside',
      how: 'union',
      other: 0,
      bySlice: false,
      mostIslands: 10,
    }),
    seeds: reactive<ChosenSeeds>({ method: 'shortest', localityPercent: 2, edges: 1, marginMm: 10, background: 0, follows: true }),
    contour: reactive<ChosenContour>({
      speed: 'region',
      ends: 'both',
      smoothness: 3,
      scaleMm: 1,
      contrastPercent: 50,
      exponent: 2,
      bubbleMm: 5,
      fromLabel: false,
      marginMm: 100,
      propagation: 1,
      curvature: 0.2,
      advection: 1,
      iterationsPerLook: 10,
    }),
    /** Of the open case. */
    bubbles: shallowRef<readonly ChosenBubble[]>([]),
    /** The speed image stands in the picture's place. */
    speedShown: ref(false),
  };
});
