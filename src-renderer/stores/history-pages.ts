/** The history of a labelmap, read page by page as far as somebody looks. Knows neither the window nor how lines are shown. */
import { ref, type Ref } from 'vue';
import type { HistoryLine } from '#shared/contract/labels.ts';
import { createLinePages, type LinePages } from './line-pages.ts';

export interface HistoryPage {
  readonly edits: readonly HistoryLine[];
  readonly total: number;
}

export interface HistoryPages extends LinePages<HistoryLine> {
  /** Of the whole labelmap, whatever is listed. */
  readonly total: Ref<number>;
}

export function createHistoryPages(ask: (page: { readonly before?: number; readonly limit: number }) => Promise<HistoryPage>): HistoryPages {
  const total = ref(0);
  const pages = createLinePages<HistoryLine>(async ({ after, limit }) => {
    const page = await ask({ limit, ...(after === null ? {} : { before: after }) });
    total.value = page.total;
    return { lines: page.edits, next: page.edits.length < limit ? null : page.edits.at(-1)!.number };
  });
  return { ...pages, total };
}
