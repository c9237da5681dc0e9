/** What the page's own process holds with a case open, beside the bytes of image and labels. Linux: the kernel's own count. */
import { readFileSync } from 'node:fs';
import { rowOf, type Row } from '../row.ts';
import type { OurWindow } from '../our-window.ts';
import { largeSize, ourWindow, type BenchPlace } from './bench-place.ts';

/** Proportional set size, so that what processes share is counted once. */
function bytesOf(pid: number): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  if (found === null) throw new Error(`the kernel does not say how much process ${pid} holds`);
  return Number(found[1]) * 1024;
}

async function held({ page, devTools }: OurWindow, place: BenchPlace): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage');
  await page.waitForTimeout(3000);
  const session = await place.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  // Of the page; what the card would hold lies, without a card, in the process that stands for it.
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => bytesOf(id)).reduce((most, bytes) => Math.max(most, bytes), 0);
}

export async function measureMemory(place: BenchPlace): Promise<Row> {
  const n = largeSize(place);
  const imageBytes = n ** 3 * 3;
  const window = await ourWindow(place, n);
  const slices = await held(window, place);
  await window.close();
  const withVolume = await ourWindow(place, n, { layout: 'four' });
  const { page } = withVolume;
  await withVolume.host.client.settings.change({ panel: { shown: true, widthPx: 320, tab: 'image' } });
  await page.getByRole('region', { name: 'Volume rendering' }).getByRole('checkbox', { name: 'Show the image' }).check();
  await page.waitForTimeout(place.quick ? 10_000 : 60_000);
  const volume = await held(withVolume, place);
  await withVolume.close();
  return rowOf({ slices: [slices], 'volume rendering': [volume] }, { 'image and labels': [imageBytes] }, [
    { what: 'slices only ÷ image and labels', ratio: slices / imageBytes, must: 2, aim: null },
    { what: 'with volume rendering ÷ image and labels', ratio: volume / imageBytes, must: 3, aim: null },
  ]);
}
