/** Shows the pins of the open case's labels. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { usePins } from '../../stores/pins.ts';
import type { OpenCase } from './open-case.ts';

export function followPins(open: ShallowRef<OpenCase | null>): void {
  const pins = usePins();
  // Pins that could not be read are missing for now; what the labels cannot be read for is told with them.
  watch(open, (opened) => { void pins.show(opened?.labelmapId ?? null).catch(() => undefined); }, { immediate: true });
  onBeforeUnmount(() => { void pins.show(null); });
}
