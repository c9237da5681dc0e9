/** From the end of a stroke to the host's word that it is on the disk, beside a bare commit of one row on the same disk. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { median } from '../../engine/statistics.ts';
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
  for (const plane of ['Axial', 'Coronal'] as const) {
    await showPlane(window, plane);
    for (let turn = 0; turn < (place.quick ? 4 : 31); turn += 1) {
      // As far as a hand draws: about two brush widths.
      await strokeThrough(window, window.page.getByTestId('picture'), 4, turn);
      await window.saved();
      const commits: readonly number[] = await window.page.evaluate(() => (globalThis as unknown as InPage).benchmark.commits());
      const start = performance.now();
      insert.run(body);
      const bareMs = performance.now() - start;
      const last = commits.at(-1);
      if (last === undefined) throw new Error('a stroke was not stored');
      await takeBack(window);
      if (turn === 0) continue;
      ours[plane.toLowerCase()]!.push(last);
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
