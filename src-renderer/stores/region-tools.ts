/** Which operation on a whole label is chosen, with which numbers, and how far it has come: names and numbers alone. */
import { defineStore } from 'pinia';
import { reactive, ref, shallowRef } from 'vue';
import type { OperationKind } from '../editing/regions/operation.ts';

/** In the order in which they are offered. */
export const operationKinds = [
  'threshold', 'keep-largest', 'keep-at', 'remove-small', 'fill-holes', 'grow', 'shrink', 'hollow',
  'median', 'gaussian', 'joint', 'open', 'close', 'combine', 'interpolate',
] as const satisfies readonly OperationKind[];

export type RegionStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'computing'; readonly share: number }
  /** Shown, not yet applied. */
  | { readonly kind: 'shown'; readonly voxels: number; readonly ml: number | null }
  | { readonly kind: 'same' };

export const useRegionTools = defineStore('region-tools', () => ({
  kind: ref<OperationKind>('threshold'),
  status: shallowRef<RegionStatus>({ kind: 'none' }),
  /** What a person typed, in real values, mm and mm³. */
  chosen: reactive({
    mm: 1,
    smallestMm3: 50,
    radiusVoxels: 1,
    lowest: 0,
    highest: 0,
    side: 'inside' as 'inside' | 'outside' | 'both',
    how: 'union' as 'union' | 'intersection' | 'difference',
    other: 0,
    /** Holes of the shown plane's slices, or of the volume. */
    bySlice: false,
  }),
}));
