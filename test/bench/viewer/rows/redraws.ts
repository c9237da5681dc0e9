/** Undo of a stroke and turning a slice, to their pixels, beside a bare redraw. */
import { median } from '../../engine/statistics.ts';
import { redraw, type OurWindow } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { strokeThrough } from '../strokes.ts';
import { largeSize, ourWindow, type BenchPlace } from './bench-place.ts';

type Step = (window: OurWindow) => Promise<number>;

async function measure(place: BenchPlace, before: (window: OurWindow) => Promise<unknown>, step: Step): Promise<Row> {
  const ours: Record<string, number[]> = {};
  const peer: Record<string, number[]> = {};
  const large = largeSize(place);
  for (const n of [128, large]) {
    const window = await ourWindow(place, n);
    const [steps, redraws]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < (place.quick ? 4 : 31); turn += 1) {
      await before(window);
      const ms = await step(window);
      const beside = await redraw(window);
      // The first one compiles.
      if (turn === 0) continue;
      steps.push(ms);
      redraws.push(beside);
    }
    ours[`${n}`] = steps;
    peer[`redraw ${n}`] = redraws;
    await window.saved();
    await window.close();
  }
  const [small, big] = [median(ours['128']!), median(ours[`${large}`]!)];
  return rowOf(ours, peer, [
    { what: '128 ÷ redraw', ratio: small / median(peer['redraw 128']!), must: 1.3, aim: null },
    { what: `${large} ÷ redraw`, ratio: big / median(peer[`redraw ${large}`]!), must: 1.3, aim: null },
    { what: `${large} ÷ 128`, ratio: big / small, must: 1.3, aim: null },
  ]);
}

export function measureUndo(place: BenchPlace): Promise<Row> {
  let turn = 0;
  return measure(
    place,
    async (window) => {
      await strokeThrough(window, window.page.getByTestId('picture'), 3, turn += 1);
      await window.saved();
    },
    async (window) => {
      // Held before the clock starts: it is a key press of its own.
      await window.page.keyboard.down('Control');
      const ms = await window.timed('keydown', () => window.page.keyboard.press('z'));
      await window.page.keyboard.up('Control');
      return ms;
    },
  );
}

export function measureScroll(place: BenchPlace): Promise<Row> {
  let turn = 0;
  return measure(place, () => Promise.resolve(), (window) => window.timed('keydown', () => window.page.keyboard.press((turn += 1) % 2 === 0 ? 'ArrowUp' : 'ArrowDown')));
}
