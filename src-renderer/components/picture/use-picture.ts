/** A picture of the host, fetched when it has been wanted for a moment: rows that only pass by are not worth a request. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { shelfHere } from './shelf.ts';

const settleMs = 60;

/** @returns its address; null until it has come, `missing` where there is none */
export function usePicture(path: () => string): { readonly address: Ref<string | null>; readonly missing: Ref<boolean> } {
  const address = ref<string | null>(null);
  const missing = ref(false);
  let stop = new AbortController();

  const show = async (wanted: string, { signal }: AbortController): Promise<void> => {
    await new Promise((resolve) => { setTimeout(resolve, settleMs); });
    if (signal.aborted) return;
    try {
      const got = await shelfHere().take(wanted, signal);
      if (!signal.aborted) address.value = got;
    } catch {
      // What it belongs to is shown without it; what is wrong with the host is said elsewhere.
      if (!signal.aborted) missing.value = true;
    }
  };

  watch(path, (wanted) => {
    stop.abort();
    stop = new AbortController();
    address.value = null;
    missing.value = false;
    void show(wanted, stop);
  }, { immediate: true });
  onBeforeUnmount(() => stop.abort());
  return { address, missing };
}
