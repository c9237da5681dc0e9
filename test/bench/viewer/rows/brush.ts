/** From a pointer event to its pixels while a brush of radius 20 paints, beside NiiVue and beside a bare redraw. */
import { median, quantile } from '../../engine/statistics.ts';
import { openNiivue } from '../niivue-window.ts';
import { redraw, showPlane, takeBack, type OurWindow } from '../our-window.ts';
import { rowOf, type Bound, type Row } from '../row.ts';
import { strokeThrough } from '../strokes.ts';
import { ownTimes, traced } from '../traced.ts';
import { largeSize, ourWindow, phantomOf, type BenchPlace } from './bench-place.ts';

const planes = ['Axial', 'Sagittal'] as const;
const movesInATurn = 12;
type Samples = Record<string, number[]>;
const add = (samples: Samples, name: string, times: readonly number[]): void => { (samples[name] ??= []).push(...times); };

export async function measureBrush(place: BenchPlace): Promise<Row> {
  const turns = place.quick ? 1 : 3;
  const [ours, peer]: [Samples, Samples] = [{}, {}];
  const bounds: Bound[] = [];
  const sizes = place.quick ? [128, 256] : [128, 256, 384, 512];
  for (const n of sizes) {
    const lamina = await ourWindow(place, n);
    const niivue = n === 256 || n === 384 ? await openNiivue(place.browser, place.peerModules, phantomOf(place, n)) : null;
    for (const plane of planes) {
      const name = `${plane.toLowerCase()} ${n}`;
      await showPlane(lamina, plane);
      await niivue?.showPlane(plane);
      // Once for the compilers of shaders and of JavaScript.
      await ourStroke(lamina, 4, 9);
      const drawnBefore = await niivue?.drawnVoxels();
      if (niivue !== null) {
        await strokeThrough(niivue, niivue.view, 4, 9);
        if ((await niivue.drawnVoxels()) === drawnBefore) throw new Error('nothing was drawn in NiiVue');
        await niivue.takeBack();
      }
      for (let turn = 0; turn < turns; turn += 1) {
        add(ours, name, await ourStroke(lamina, movesInATurn, turn));
        if (niivue !== null) {
          add(peer, name, await strokeThrough(niivue, niivue.view, movesInATurn, turn));
          await niivue.takeBack();
        }
        for (let again = 0; again < 10; again += 1) add(ours, `redraw ${name}`, [await redraw(lamina)]);
      }
      place.say(`brush, ${name}: ${median(ours[name]!).toFixed(0)} ms, redraw ${median(ours[`redraw ${name}`]!).toFixed(0)}${niivue === null ? '' : `, NiiVue ${median(peer[name]!).toFixed(0)}`}`);
      bounds.push({ what: `${name} ÷ redraw`, ratio: median(ours[name]!) / median(ours[`redraw ${name}`]!), must: 1.5, aim: null });
      if (niivue !== null) bounds.push({ what: `${name} ÷ NiiVue`, ratio: median(ours[name]!) / median(peer[name]!), must: 0.2, aim: null });
      if (n === largeSize(place)) {
        const own = await traced(lamina.devTools, async () => {
          for (let turn = 0; turn < turns; turn += 1) await ourStroke(lamina, movesInATurn * 2, turn + 4);
        });
        add(ours, `own ${name}`, ownTimes(own, 'pointermove'));
        // Milliseconds, not shares of anything: the bound is the number itself.
        bounds.push({ what: `own p95 of ${name}, ms`, ratio: quantile(ours[`own ${name}`]!, 0.95), must: 4, aim: 1.5 });
        bounds.push({ what: `${name} ÷ ${plane.toLowerCase()} 128`, ratio: median(ours[name]!) / median(ours[`${plane.toLowerCase()} 128`]!), must: 1.3, aim: null });
      }
      await lamina.saved();
    }
    await niivue?.close();
    await lamina.close();
  }
  return rowOf(ours, peer, bounds);
}

export async function ourStroke(window: OurWindow, moves: number, turn: number): Promise<number[]> {
  const times = await strokeThrough(window, window.page.getByTestId(/^picture/).first(), moves, turn);
  await takeBack(window);
  return times;
}

/** The same with three planes and surfaces on. */
export async function measureFourViews(place: BenchPlace): Promise<Row> {
  const turns = place.quick ? 1 : 3;
  const [ours, peer]: [Samples, Samples] = [{}, {}];
  const lamina = await ourWindow(place, largeSize(place), { layout: 'four' });
  await lamina.page.waitForTimeout(place.quick ? 5_000 : 30_000);
  await ourStroke(lamina, 4, 9);
  for (let turn = 0; turn < turns; turn += 1) {
    add(ours, 'four views', await ourStroke(lamina, movesInATurn, turn));
    for (let again = 0; again < 10; again += 1) add(peer, 'redraw of the three slices', [await redraw(lamina)]);
  }
  await lamina.saved();
  await lamina.close();
  return rowOf(ours, peer, [{ what: 'four views ÷ redraw of the three slices', ratio: median(ours['four views']!) / median(peer['redraw of the three slices']!), must: 1.3, aim: null }]);
}
