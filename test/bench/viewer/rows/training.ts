/** Painting while a network learns on the same machine: the brush beside a bare redraw, and beside itself before the training began. */
import { median, quantile } from '../../engine/statistics.ts';
import { redraw, type OurWindow } from '../our-window.ts';
import { rowOf, type Row } from '../row.ts';
import { ownTimes, traced } from '../traced.ts';
import { ourStroke } from './brush.ts';
import { ourWindow, type BenchPlace } from './bench-place.ts';

/** Of the plan that the program would make: only its epochs are short, so that it is known soon that it learns. */
const shortEpochs = { stepsPerEpoch: 2 };

export async function measureTraining(place: BenchPlace): Promise<Row> {
  const turns = place.quick ? 1 : 5;
  const lamina = await ourWindow(place, place.quick ? 128 : 256);
  await ourStroke(lamina, 4, 9);
  const before = await strokesAndRedraws(lamina, turns);
  const { jobId } = await lamina.host.client.training.start({ epochs: 10_000, seed: 1, plan: shortEpochs });
  await learning(lamina, jobId);
  const meanwhile = await strokesAndRedraws(lamina, turns);
  const own = ownTimes(await traced(lamina.devTools, async () => {
    for (let turn = 0; turn < turns; turn += 1) await ourStroke(lamina, 24, turn + 4);
  }), 'pointermove');
  const { state } = await lamina.host.client.jobs.get({ id: jobId });
  if (state !== 'running') throw new Error(`the training was ${state} before everything was measured`);
  await lamina.saved();
  await lamina.close();
  place.say(`training: brush ${median(before.strokes).toFixed(0)} ms before, ${median(meanwhile.strokes).toFixed(0)} meanwhile; redraw ${median(before.redraws).toFixed(0)}, ${median(meanwhile.redraws).toFixed(0)}`);
  return rowOf(
    { 'brush while a network learns': meanwhile.strokes, 'own time of an event': own },
    { 'brush before': before.strokes, 'redraw before': before.redraws, 'redraw while a network learns': meanwhile.redraws },
    [
      { what: 'brush while a network learns ÷ redraw without', ratio: median(meanwhile.strokes) / median(before.redraws), must: 1.5, aim: null },
      { what: 'own p95, ms', ratio: quantile(own, 0.95), must: 4, aim: 1.5 },
    ],
  );
}

async function strokesAndRedraws(lamina: OurWindow, turns: number): Promise<{ readonly strokes: number[]; readonly redraws: number[] }> {
  const [strokes, redraws]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn += 1) {
    strokes.push(...await ourStroke(lamina, 12, turn));
    for (let again = 0; again < 5; again += 1) redraws.push(await redraw(lamina));
  }
  return { strokes, redraws };
}

/** Until the first epoch has been reported: before that the engine reads and plans. */
async function learning({ page, host: { client } }: OurWindow, jobId: Parameters<OurWindow['host']['client']['jobs']['get']>[0]['id']): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const reports = await client.jobs.reports({ id: jobId });
    if (reports.some((event) => (event as { kind?: string }).kind === 'epoch')) return;
    await page.waitForTimeout(500);
  }
  throw new Error('the training did not begin');
}
