/** What a view shows of the open case's images: which one, through which window and colours, in slabs, with what before it. */
import { computed, watch, type ComputedRef, type WritableComputedRef } from 'vue';
import { useAnnotating } from '../../stores/annotating.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import { usePreferences } from '../../stores/preferences.ts';
import type { GreyWindow, LaidOver, SliceView } from '../../viewer/slice-view.ts';
import type { OpenCase } from './open-case.ts';

export interface ShownGreys {
  /** Of the image that is seen: what a drag with the window tool changes. */
  readonly window: WritableComputedRef<GreyWindow>;
  /** What is laid before it; null where nothing is. */
  readonly over: ComputedRef<LaidOver | null>;
  /** Keeps the view as it is chosen, until the component goes. */
  follow(view: SliceView): void;
}

/** @param showsSecond whether this is the view of the second image */
export function useShownGreys(open: () => OpenCase, showsSecond: () => boolean): ShownGreys {
  const annotating = useAnnotating();
  const display = useImageDisplay();
  const preferences = usePreferences();
  const second = computed(() => open().images.second.value);
  const pictured = computed(() => open().pictured.value);
  const isSecond = computed(() => second.value !== null && showsSecond() !== display.instead);
  const window = computed<GreyWindow>({
    get: () => (isSecond.value ? display.window : pictured.value?.window ?? annotating.greyWindow),
    set: (next) => {
      if (isSecond.value) display.window = next;
      else annotating.greyWindow = next;
    },
  });
  const over = computed<LaidOver | null>(() => {
    if (second.value === null || isSecond.value || pictured.value !== null || display.beside || display.instead || display.opacity === 0) return null;
    const { colours, opacity, hidesBelow } = display;
    return { image: second.value, window: display.window, colours, opacity, hidesBelow };
  });
  return {
    window,
    over,
    follow(view) {
      watch(() => (isSecond.value ? second.value : pictured.value?.viewed ?? open().images.moment.value), (image) => view.setShown(image), { immediate: true });
      watch(window, (next) => view.setWindow(next), { immediate: true });
      watch(() => (isSecond.value ? display.colours : preferences.settings.image.colours), (colours) => view.setColours(colours), { immediate: true });
      watch(() => preferences.settings.image.interpolation, (interpolation) => view.setInterpolation(interpolation), { immediate: true });
      watch(() => display.slab, (slab) => view.setSlab(slab), { immediate: true });
      watch(over, (laid) => view.setOver(laid), { immediate: true });
    },
  };
}
