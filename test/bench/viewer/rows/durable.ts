/** From the end of a stroke to the host's word that it is on the disk, beside a bare commit of one row on the same disk. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { median } from '../../engine/statistics.ts';
import type { Page, Worker } from 'playwright-core';
import { showPlane, takeBack, type InPage } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { strokeThrough } from '../strokes.ts';
import { largeSize, ourWindow, type BenchPlace } from './bench-place.ts';

export async function measureDurable(place: BenchPlace): Promise<Row> {
  const ours: Record<string, number[]> = { axial: [], coronal: [] };
  const peer: Record<string, number[]> = { 'bare commit': [] };
  const window = await ourWindow(place, largeSize(place));
  const bare = new Database(path.join(place.folder, 'bare.sqlite'));
  bare.pragma('journal_mode = WAL');
  bare.pragma('synchronous = FULL');
  bare.exec('CREATE TABLE one_row (id INTEGER PRIMARY KEY, body BLOB)');
  const insert = bare.prepare('INSERT INTO one_row (body) VALUES (?)');
  const body = new Uint8Array(200);
  const thread = await listening(window.page);
  for (const plane of ['Axial', 'Coronal'] as const) {
    await showPlane(window, plane);
    for (let turn = 0; turn < (place.quick ? 4 : 31); turn += 1) {
      // As far as a hand draws: about two brush widths.
      await strokeThrough(window, window.page.getByTestId('picture'), 4, turn);
      await window.saved();
      const endedAt = await window.page.evaluate(() => (globalThis as unknown as InPage).benchmark.endedAt());
      const heardAt = (await thread.evaluate(() => (globalThis as unknown as InThread).heardAt.splice(0))).at(-1);
      const start = performance.now();
      insert.run(body);
      const bareMs = performance.now() - start;
      if (heardAt === undefined || heardAt < endedAt) throw new Error('a stroke was not stored');
      await takeBack(window);
      if (turn === 0) continue;
      ours[plane.toLowerCase()]!.push(heardAt - endedAt);
      peer['bare commit']!.push(bareMs);
    }
  }
  bare.close();
  await window.close();
  const commitMs = median(peer['bare commit']!);
  return rowOf(ours, peer, [
    { what: 'axial ÷ bare commit', ratio: median(ours['axial']!) / commitMs, must: 3, aim: 1.5 },
    { what: 'coronal ÷ bare commit', ratio: median(ours['coronal']!) / commitMs, must: 6, aim: null },
  ]);
}

interface InThread {
  heardAt: number[];
}

/** The page's thread that brings strokes to the host, keeping the moments (ms since 1970) at which it passes on that one is stored. */
async function listening(page: Page): Promise<Worker> {
  const thread = page.workers().find((one) => one.url().includes('edit-worker'));
  if (thread === undefined) throw new Error('the page has no thread for strokes');
  await thread.evaluate(() => {
    const here = globalThis as unknown as InThread & { postMessage: (message: { readonly kind: string; readonly text?: string }) => void };
    const passOn = here.postMessage.bind(here);
    here.heardAt = [];
    here.postMessage = (message) => {
      if (message.kind === 'heard' && 'number' in (JSON.parse(message.text!) as object)) here.heardAt.push(performance.timeOrigin + performance.now());
      passOn(message);
    };
  });
  return thread;
}
