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

/** What a person typed or chose, in real values, mm and mm³. */
interface ChosenNumbers {
  mm: number;
  smallestMm3: number;
  radiusVoxels: number;
  lowest: number;
  highest: number;
  side: 'inside' | 'outside' | 'both';
  how: 'union' | 'intersection' | 'difference';
  /** Index of a label. */
  other: number;
  /** Holes of the shown plane's slices, or of the volume. */
  bySlice: boolean;
}

export const useRegionTools = defineStore('region-tools', () => ({
  kind: ref<OperationKind>('threshold'),
  status: shallowRef<RegionStatus>({ kind: 'none' }),
  chosen: reactive<ChosenNumbers>({
    mm: 1,
    smallestMm3: 50,
    radiusVoxels: 1,
    lowest: 0,
    highest: 0,
    side: 'inside',
    how: 'union',
    other: 0,
    bySlice: false,
  }),
}));
