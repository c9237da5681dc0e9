/** A long list that is told in pages, newest first, read as far as somebody looks. Knows neither the window nor what its lines are. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { createRefresher } from './refresher.ts';

export interface LinePage<Line> {
  readonly lines: readonly Line[];
  /** After which line the next page begins; null: there is none. A page may be shorter than asked for, and another come all the same. */
  readonly next: number | null;
}

export interface LinePages<Line> {
  /** Newest first, as far as they have been read. */
  readonly lines: ShallowRef<readonly Line[]>;
  /** Whether these are all. */
  readonly ended: Ref<boolean>;
  /** Reads on until so many lines are there. @throws as the host answers */
  more(count: number): Promise<void>;
  /**
   * Reads again what is there: what happened since may change what is said of earlier lines. Until as much is read as is shown, that stays.
   * @param seen so many lines at least: what is looked at must not go away @throws as the host answers
   */
  refresh(seen?: number): Promise<void>;
  /** Nobody looks any more: what is still to come is not asked for. */
  end(): void;
}

const pageLines = 100;
/** The most that the host tells at once. */
const mostLines = 500;

/** @param ask `after`: the line that the page before ended with, as `next` named it; null: none */
export function createLinePages<Line>(ask: (page: { readonly after: number | null; readonly limit: number }) => Promise<LinePage<Line>>): LinePages<Line> {
  const lines = shallowRef<readonly Line[]>([]);
  const ended = ref(false);
  let next: number | null = null;
  let wanted = pageLines;
  let stale = true;
  let isLookedAt = true;

  const limitOf = (missing: number): number => Math.min(mostLines, Math.max(pageLines, missing));
  const show = (all: readonly Line[], after: number | null): void => {
    [lines.value, next, ended.value] = [[...all], after, after === null];
  };
  const readAnew = async (): Promise<void> => {
    stale = false;
    try {
      const fresh: Line[] = [];
      let after: number | null = null;
      do {
        const page = await ask({ after, limit: limitOf(wanted - fresh.length) });
        fresh.push(...page.lines);
        after = page.next;
        if (fresh.length >= lines.value.length) show(fresh, after);
      } while (isLookedAt && after !== null && fresh.length < wanted);
      show(fresh, after);
    } catch (error) {
      stale = true;
      throw error;
    }
  };
  // One question at a time: what is read anew while a page is on its way must not be mixed with it.
  const read = createRefresher(async () => {
    while (isLookedAt && (stale || (!ended.value && lines.value.length < wanted))) {
      if (stale) {
        await readAnew();
        continue;
      }
      const page = await ask({ after: next, limit: limitOf(wanted - lines.value.length) });
      show([...lines.value, ...page.lines], page.next);
    }
  });
  return {
    lines, ended,
    async more(count) {
      wanted = Math.max(wanted, count);
      if (!stale && (ended.value || lines.value.length >= wanted)) return;
      await read();
    },
    async refresh(seen = 0) {
      stale = true;
      // What lies deeper was asked for by somebody who has scrolled up again: it is read when it is seen.
      wanted = Math.max(Math.min(Math.max(lines.value.length, pageLines), mostLines), seen);
      await read();
    },
    end() { isLookedAt = false; },
  };
}
