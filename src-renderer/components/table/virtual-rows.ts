/** Which rows of a long list are near what is seen: only those are made, so that ten thousand cost what thirty do. */
import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue';

export interface Shown {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Rows above and below that are made ahead, so that scrolling shows no holes. */
const ahead = 6;

export function rowsShown(scrollTop: number, height: number, rowHeight: number, count: number): Shown {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - ahead);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + ahead);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.max(end, 0) };
}

/** @returns where to scroll to, so that the row is wholly seen below the header; the present place where it is */
export function scrollTopFor(row: number, scrollTop: number, height: number, rowHeight: number, header: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - (height - header));
}

export function useVirtualRows(
  place: Readonly<ShallowRef<HTMLElement | null>>, count: Readonly<Ref<number>>, rowHeight: number,
): { readonly shown: ComputedRef<Shown>; readonly height: ComputedRef<number> } {
  const scrollTop = ref(0);
  const seen = ref(0);
  const look = (): void => {
    if (place.value === null) return;
    scrollTop.value = place.value.scrollTop;
    seen.value = place.value.clientHeight;
  };
  const watcher = new ResizeObserver(look);
  onMounted(() => {
    look();
    place.value?.addEventListener('scroll', look, { passive: true });
    if (place.value !== null) watcher.observe(place.value);
  });
  onBeforeUnmount(() => watcher.disconnect());
  return {
    shown: computed(() => rowsShown(scrollTop.value, seen.value, rowHeight, count.value)),
    height: computed(() => count.value * rowHeight),
  };
}
