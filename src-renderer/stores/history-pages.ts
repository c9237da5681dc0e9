/** The history of a labelmap, read page by page as far as somebody looks. Knows neither the window nor how lines are shown. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { HistoryLine } from '#shared/contract/labels.ts';
import { createRefresher } from './refresher.ts';

export interface HistoryPage {
  readonly edits: readonly HistoryLine[];
  readonly total: number;
}

export interface HistoryPages {
  /** Newest first, as far as they have been read. */
  readonly lines: ShallowRef<readonly HistoryLine[]>;
  /** Whether these are all. */
  readonly ended: Ref<boolean>;
  /** Of the whole labelmap, whatever is listed. */
  readonly total: Ref<number>;
  /** Reads on until so many lines are there. @throws as the host answers */
  more(count: number): Promise<void>;
  /** Reads again what is there: an edit changes what is said of earlier ones. @throws as the host answers */
  refresh(): Promise<void>;
}

const pageLines = 100;
/** The most that the host tells at once. */
const mostLines = 500;

export function createHistoryPages(ask: (page: { readonly before?: number; readonly limit: number }) => Promise<HistoryPage>): HistoryPages {
  const lines = shallowRef<readonly HistoryLine[]>([]);
  const ended = ref(false);
  const total = ref(0);
  let wanted = pageLines;
  let stale = true;

  // One question at a time: what is read anew while a page is on its way must not be mixed with it.
  const read = createRefresher(async () => {
    while (stale || (!ended.value && lines.value.length < wanted)) {
      const again = stale;
      stale = false;
      try {
        const known = again ? [] : lines.value;
        const limit = Math.min(mostLines, Math.max(pageLines, again ? lines.value.length : wanted - known.length));
        const before = known.at(-1)?.number;
        const page = await ask({ limit, ...(before === undefined ? {} : { before }) });
        lines.value = [...known, ...page.edits];
        total.value = page.total;
        ended.value = page.edits.length < limit;
      } catch (error) {
        stale ||= again;
        throw error;
      }
    }
  });
  return {
    lines, ended, total,
    async more(count) {
      wanted = Math.max(wanted, count);
      if (!stale && (ended.value || lines.value.length >= wanted)) return;
      await read();
    },
    async refresh() {
      stale = true;
      // What lies deep was asked for by somebody who may have scrolled up again: it is read when it is seen.
      wanted = Math.min(Math.max(lines.value.length, pageLines), mostLines);
      await read();
    },
  };
}
