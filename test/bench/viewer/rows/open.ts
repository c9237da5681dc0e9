/** From the click on a case to its first slice, beside reading the bytes of its file. */
import { readFileSync } from 'node:fs';
import { median } from '../../engine/statistics.ts';
import { openFirstCase, toCases, whole } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { largeSize, ourWindow, phantomOf, type BenchPlace } from './bench-place.ts';

export async function measureOpen(place: BenchPlace): Promise<Row> {
  const [ours, peer]: [number[], number[]] = [[], []];
  const n = largeSize(place);
  const window = await ourWindow(place, n, { opens: false });
  const { page } = window;
  // The view stands on the page once the slice that it shows is there.
  const accepts = "globalThis.benchmark.accepts = () => document.querySelector('[data-testid^=picture] canvas') !== null; undefined";
  await openFirstCase(window);
  for (let turn = 0; turn < (place.quick ? 3 : 9); turn += 1) {
    await page.reload();
    await toCases(page);
    await page.evaluate(accepts);
    const row = page.getByRole('row').filter({ hasText: 'noise' });
    const ms = await window.timed('click', () => row.click());
    // Whoever reads beside us would be slower for it.
    await whole(page);
    const start = performance.now();
    const bytes = readFileSync(phantomOf(place, n).image).length;
    const readMs = performance.now() - start;
    place.say(`open: ${ms.toFixed(0)} ms, reading ${(bytes / 2 ** 20).toFixed(0)} MiB ${readMs.toFixed(0)} ms`);
    if (turn === 0) continue;
    ours.push(ms);
    peer.push(readMs);
  }
  await window.close();
  return rowOf({ [n]: ours }, { 'reading the file': peer }, [{ what: 'first slice ÷ reading the file', ratio: median(ours) / median(peer), must: 2, aim: 1.2 }]);
}
