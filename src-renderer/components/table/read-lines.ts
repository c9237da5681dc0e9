/** The lines of a long list that are shown: read as far as somebody looks, and why they could not be. Knows nothing of what they tell. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { Sentence } from '#shared/text/sentence.ts';
import { plainError } from '../../connection/plain-error.ts';
import type { LinePages } from '../../stores/line-pages.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { Shown } from './virtual-rows.ts';

interface ReadLines<Line> {
  /** Each row near what is seen; null where its line is not read yet. */
  readonly rows: ComputedRef<readonly { readonly at: number; readonly line: Line | null }[]>;
  readonly failed: Ref<Sentence | null>;
  readonly refresh: () => Promise<void>;
}

export function useReadLines<Line>(pages: Readonly<Ref<LinePages<Line>>>, shown: Readonly<Ref<Shown>>): ReadLines<Line> {
  const workplace = useWorkplace();
  const failed = ref<Sentence | null>(null);
  const rows = computed(() => Array.from({ length: Math.max(shown.value.end - shown.value.first, 0) }, (_, n) => {
    const at = shown.value.first + n;
    return { at, line: pages.value.lines.value[at] ?? null };
  }));
  const read = async (ask: () => Promise<void>): Promise<void> => {
    try {
      await ask();
      failed.value = null;
    } catch (error) {
      failed.value = plainError(error).sentence;
    }
  };
  const refresh = (): Promise<void> => read(() => pages.value.refresh(shown.value.end));
  watch(() => workplace.connected, (connected) => { if (connected) void refresh(); });
  watch(() => shown.value.end, (end) => { void read(() => pages.value.more(end)); });
  return { rows, failed, refresh };
}
