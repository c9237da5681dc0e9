/** The plane at an angle that is looked at: whether it is shown, and how it lies. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';

export const useFreePlane = defineStore('free-plane', () => {
  const isShown = ref(false);
  /** Of the slices that it began as: along this voxel axis. */
  const axis = ref<AxisIndex>(2);
  const tiltDegrees = ref(0);
  const turnDegrees = ref(0);
  /** From the place that all views share. */
  const offsetMm = ref(0);
  return {
    isShown, axis, tiltDegrees, turnDegrees, offsetMm,
    reset(): void {
      tiltDegrees.value = turnDegrees.value = offsetMm.value = 0;
    },
  };
});
