/**
 * From the click on a case to its first slice, beside reading the bytes of its file: the first case of a page that has been
 * there for a moment, and a case that is opened again.
 */
import { readFileSync } from 'node:fs';
import { pictureOf } from '../../../browser/picture.ts';
import { median } from '../../engine/statistics.ts';
import { openFirstCase, toCases, whole, type OurWindow } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { largeSize, ourWindow, phantomOf, type BenchPlace } from './bench-place.ts';

/** A person looks for a case before clicking on it. */
const lookingMs = 1500;

export async function measureOpen(place: BenchPlace): Promise<Row> {
  const samples: Record<'first' | 'again' | 'read' | 'fetched', number[]> = { first: [], again: [], read: [], fetched: [] };
  const n = largeSize(place);
  const window = await ourWindow(place, n, { opens: false });
  const { page } = window;
  await openFirstCase(window);
  for (let turn = 0; turn < (place.quick ? 3 : 6); turn += 1) {
    await toCases(page);
    await page.reload();
    const first = await openCase(window);
    await toCases(page);
    const again = await openCase(window);
    const start = performance.now();
    const { length } = readFileSync(phantomOf(place, n).image);
    const read = performance.now() - start;
    const fetched = await fetchedMs(window);
    place.say(`open: ${first.toFixed(0)} ms, again ${again.toFixed(0)} ms, reading ${(length / 2 ** 20).toFixed(0)} MiB ${read.toFixed(0)} ms, by the page ${fetched.toFixed(0)} ms`);
    if (turn === 0) continue;
    for (const [what, ms] of Object.entries({ first, again, read, fetched })) samples[what as keyof typeof samples].push(ms);
  }
  await window.close();
  const reading = median(samples.read);
  return rowOf(
    { [`${n}, first case`]: samples.first, [`${n}, opened again`]: samples.again },
    { 'reading the file': samples.read, 'the page fetching its voxels': samples.fetched },
    (['first', 'again'] as const).map((which) => ({
      what: `${which === 'first' ? 'first slice of the first case' : 'first slice, opened again'} ÷ reading the file`, ratio: median(samples[which]) / reading, must: 2, aim: 1.2,
    })),
  );
}

async function openCase(window: OurWindow): Promise<number> {
  const { page } = window;
  const row = page.getByRole('row').filter({ hasText: 'noise' });
  await row.waitFor();
  await page.waitForTimeout(lookingMs);
  // The view stands on the page once the slice that it shows is there.
  await page.evaluate("globalThis.benchmark.accepts = () => document.querySelector('[data-testid^=picture] canvas') !== null; undefined");
  const ms = await window.timed('click', () => row.click());
  const shown = await pictureOf(page.getByTestId(/^picture/).first());
  const greys = new Set(Array.from({ length: 400 }, (_, at) => shown.at(shown.width / 4 + at % 200, shown.height / 2 + Math.floor(at / 200))[0]));
  if (greys.size < 50) throw new Error(`noise has more than ${greys.size} greys: what was drawn is not the slice`);
  // Whoever reads beside us would be slower for it.
  await whole(page);
  return ms;
}

/** What any page would need for the same bytes. */
async function fetchedMs({ page, host }: OurWindow): Promise<number> {
  const [found] = await host.client.cases.list();
  const token = new URL(host.address).hash.slice('#token='.length);
  return page.evaluate(async ([path, authorization]) => {
    const start = performance.now();
    const response = await fetch(path!, { headers: { authorization: authorization! } });
    await response.arrayBuffer();
    return performance.now() - start;
  }, [`/volumes/${found!.images[0]!.id}`, `Bearer ${token}`]);
}
