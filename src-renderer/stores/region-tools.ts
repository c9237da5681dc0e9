/** Which operation on a whole label is chosen, with which numbers, and how far it has come: names and numbers alone. */
import { defineStore } from 'pinia';
import { reactive, ref, shallowRef } from 'vue';
import type { RegionChoices } from '#shared/contract/last-choices.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { WholeLabelKind } from '../editing/regions/operation.ts';

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
    chosen: reactive<RegionChoices['numbers']>({
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
    seeds: reactive<RegionChoices['seeds']>({ method: 'shortest', localityPercent: 2, edges: 1, marginMm: 10, background: 0, follows: true }),
    contour: reactive<RegionChoices['contour']>({
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
