/** What stands beside the slice in place of the other views: the second image on the same slice, or a plane at an angle. */
import { computed, type ComputedRef } from 'vue';
import { useFreePlane } from '../../stores/free-plane.ts';
import { useImageDisplay } from '../../stores/image-display.ts';
import type { OpenCase } from './open-case.ts';
import { isPicture } from './plane-word.ts';

export interface Beside {
  readonly twin: ComputedRef<boolean>;
  readonly oblique: ComputedRef<boolean>;
  /** Either: no layout is seen. */
  readonly isOn: ComputedRef<boolean>;
  /** Back to the layout. */
  leave(): void;
}

export function useBeside(open: () => OpenCase | null): Beside {
  const free = useFreePlane();
  const display = useImageDisplay();
  const hasSecond = computed(() => (open()?.images.second.value ?? null) !== null);
  const twin = computed(() => display.beside && hasSecond.value);
  const oblique = computed(() => free.isShown && open()?.planes.every(isPicture) === true);
  return {
    twin,
    oblique,
    isOn: computed(() => twin.value || oblique.value),
    leave() {
      free.isShown = false;
      // Without a second image it is how the next one shall be shown.
      if (hasSecond.value) display.beside = false;
    },
  };
}
