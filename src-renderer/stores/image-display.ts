/**
 * How images are shown beyond the window of greys: slabs, a second image of the case, time points. Names and numbers;
 * the voxels are the annotate page's.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { ColourMapName } from '#shared/voxels/colour-maps.ts';
import type { GreyWindow } from '#shared/voxels/grey-statistics.ts';
import { projections, type Projection } from '#shared/voxels/slab.ts';
import { heldSwitch } from './held-switch.ts';

export const useImageDisplay = defineStore('image-display', () => {
  const projection = ref<Projection | null>(null);
  const thicknessMm = ref(10);
  const slab = computed(() => (projection.value === null ? null : { projection: projection.value, thicknessMm: thicknessMm.value }));

  /** Of the case's images, the one that is shown beside or before the one that labels lie on. */
  const secondId = ref<string | null>(null);
  /** Of that image, so that the next case shows its own of that kind. */
  const secondRole = ref<string | null>(null);
  /** Seen through. */
  const window = shallowRef<GreyWindow>({ centre: 0.5, width: 1 });
  const colours = ref<ColourMapName>('hot-iron');
  const opacity = ref(0.5);
  const hidesBelow = ref(false);
  /** In a view of its own, not before the first image. */
  const beside = ref(false);
  /** In place of the first image, for a look. */
  const instead = ref(false);
  /** 0–1 while voxels come; null when they are there, or none are asked for. */
  const secondShare = ref<number | null>(null);

  /** The image of another time point that is shown; null: the one that labels lie on. */
  const timeId = ref<string | null>(null);
  /** Of the open case, in the order of time; empty where it shows one moment alone. */
  const series = shallowRef<readonly string[]>([]);
  /** The one that labels lie on. */
  const ownTimeId = ref('');
  const moment = computed(() => Math.max(0, series.value.indexOf(timeId.value ?? ownTimeId.value)));
  const isPlaying = ref(false);
  const framesPerSecond = ref(5);
  const timeShare = ref<number | null>(null);

  const key = heldSwitch(instead, (now) => !now);
  return {
    projection, thicknessMm, slab,
    secondId, secondRole, window, colours, opacity, hidesBelow, beside, instead, secondShare,
    timeId, series, ownTimeId, moment, isPlaying, framesPerSecond, timeShare,
    /** Windows that were left with an image, by its id. */
    windows: new Map<string, GreyWindow>(),
    pressInstead: key.press,
    releaseInstead: key.release,
    /** Round and round. */
    showMoment(at: number): void {
      const count = series.value.length;
      const id = count === 0 ? null : series.value[((at % count) + count) % count]!;
      timeId.value = id === ownTimeId.value ? null : id;
    },
    /** Through all projections and none. */
    nextProjection(): void {
      const order = [null, ...projections];
      projection.value = order[(order.indexOf(projection.value) + 1) % order.length] ?? null;
    },
  };
});
