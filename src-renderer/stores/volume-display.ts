/** How the 3D view shows the open case, and what its scissors take: names and numbers. What a person keeps for ever is in the settings. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { presetsFor, type RenderingPreset } from '#shared/voxels/rendering-presets.ts';
import type { CutAway } from '../editing/regions/cut-away.ts';

export const useVolumeDisplay = defineStore('volume-display', () => {
  /** Of the views, the one that was used last: what is made large is it. */
  const isActive = ref(false);
  const isRendered = ref(false);
  const preset = ref<RenderingPreset>('ct-bone');
  /** Of the preset's values, in shares of their width. */
  const shift = ref(0);
  /** Null: all of the volume. */
  const cropping = shallowRef<VoxelBox | null>(null);
  /** Whether a drag draws a line to cut along, instead of turning. */
  const isCutting = ref(false);
  const side = ref<CutAway['side']>('inside');
  const from = ref<CutAway['from']>('label');

  return {
    isActive, isRendered, preset, shift, cropping, isCutting, side, from,
    /** Hounsfield units mean nothing elsewhere: an image of another kind is shown in its own way. */
    presetOf(modality: string): RenderingPreset {
      const known = presetsFor(modality);
      return known.find((name) => name === preset.value) ?? known[0]!;
    },
  };
});
