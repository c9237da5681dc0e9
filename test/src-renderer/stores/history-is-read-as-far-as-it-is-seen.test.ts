import fc from 'fast-check';
import { expect, it } from 'vitest';
import { watch } from 'vue';
import type { HistoryLine } from '#shared/contract/labels.ts';
import { createLinePages } from '../../../src-renderer/stores/line-pages.ts';
import { createHistoryPages, type HistoryPage } from '../../../src-renderer/stores/history-pages.ts';

/** A host with this many edits, the newest of which has the largest number. */
function hostWith(count: number) {
  const asked: { readonly before?: number; readonly limit: number }[] = [];
  const host = {
    count, broken: false, asked,
    ask: async (page: { readonly before?: number; readonly limit: number }): Promise<HistoryPage> => {
      asked.push(page);
      const newest = Math.min(host.count, (page.before ?? Infinity) - 1);
      const length = Math.max(Math.min(page.limit, newest), 0);
      const edits = Array.from({ length }, (_, n) => ({ number: newest - n, voxels: host.count }) as HistoryLine);
      await Promise.resolve();
      if (host.broken) throw new Error('gone');
      return { edits, total: host.count };
    },
  };
  return host;
}
const descending = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from - n);

it('reads no further than is asked for, and each edit once', async () => {
  const host = hostWith(1234);
  const pages = createHistoryPages(host.ask);
  await pages.refresh();
  expect(pages.lines.value.map(({ number }) => number)).toEqual(descending(1234, 100));
  expect([pages.total.value, pages.ended.value]).toEqual([1234, false]);
  await pages.more(60);
  expect(host.asked).toHaveLength(1);
  await pages.more(1000);
  expect(pages.lines.value.map(({ number }) => number)).toEqual(descending(1234, 1000));
  expect(Math.max(...host.asked.map(({ limit }) => limit))).toBeLessThanOrEqual(500);
  await pages.more(5000);
  expect(pages.lines.value.map(({ number }) => number)).toEqual(descending(1234, 1234));
  expect(pages.ended.value).toBe(true);
});

it('reads anew what is there when something was drawn, also while it reads on', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.record({ more: fc.integer({ min: 1, max: 700 }) }), fc.constant('drawn' as const)), { maxLength: 12 }), async (steps) => {
    const host = hostWith(600);
    const pages = createHistoryPages(host.ask);
    const all = [pages.refresh()];
    for (const step of steps) {
      if (step === 'drawn') {
        host.count += 1;
        all.push(pages.refresh());
      } else all.push(pages.more(step.more));
      if (all.length % 3 === 0) await Promise.resolve();
    }
    await Promise.all(all);
    const { lines } = pages;
    expect(lines.value.map(({ number }) => number)).toEqual(descending(host.count, lines.value.length));
    // What was read before the last stroke is not shown after it.
    expect(lines.value.every(({ voxels }) => voxels === host.count)).toBe(true);
  }), { seed: 1 });
});

it('takes nothing away that is looked at while it is read anew', async () => {
  const host = hostWith(4000);
  const pages = createHistoryPages(host.ask);
  await pages.refresh();
  await pages.more(3000);
  const shown: number[] = [];
  watch(pages.lines, ({ length }) => { shown.push(length); }, { flush: 'sync' });
  host.count += 1;
  await pages.refresh(2000);
  // All of it newer at once, and what lies deeper than anybody looks is not asked for.
  expect(shown).toEqual([2000]);
  expect(pages.lines.value.every(({ voxels }) => voxels === 4001)).toBe(true);
  host.count += 1;
  await pages.refresh(10);
  expect(pages.lines.value).toHaveLength(500);
});

it('goes on where it stopped after a failure', async () => {
  const host = hostWith(300);
  const pages = createHistoryPages(host.ask);
  await pages.refresh();
  host.broken = true;
  host.count += 1;
  await expect(pages.refresh()).rejects.toThrow('gone');
  expect(pages.lines.value[0]!.number).toBe(300);
  host.broken = false;
  await pages.more(1);
  expect(pages.lines.value[0]!.number).toBe(301);
});

it('goes on where a page was shorter than asked for, also over empty ones, until nobody looks', async () => {
  const asked: (number | null)[] = [];
  // Ten lines are looked at in one go, of which one in four is told.
  const host = ({ after }: { readonly after: number | null }) => {
    asked.push(after);
    const from = after ?? 4000;
    const looked = descending(from - 1, Math.min(10, from - 1));
    const next = looked.at(-1) ?? 1;
    return Promise.resolve({ lines: looked.filter((number) => number % 40 < 10 && number % 2 === 0), next: next > 1 ? next : null });
  };
  const pages = createLinePages(host);
  await pages.refresh();
  expect(pages.lines.value.length).toBeGreaterThanOrEqual(100);
  expect(asked[0]).toBeNull();
  // Of few lines told far apart none goes away while they are found again.
  let least = Infinity;
  watch(pages.lines, ({ length }) => { least = Math.min(least, length); }, { flush: 'sync' });
  const before = pages.lines.value.length;
  await pages.refresh();
  expect(least).toBeGreaterThanOrEqual(before);
  await pages.more(5000);
  expect(pages.lines.value).toEqual(descending(3999, 3999).filter((number) => number % 40 < 10 && number % 2 === 0));
  expect(pages.ended.value).toBe(true);

  const left = createLinePages(host);
  asked.length = 0;
  const reading = left.refresh();
  left.end();
  await reading;
  expect(asked).toEqual([null]);
});
