/**
 * Measures painting as a person feels it: a long stroke with a brush of radius 20 on 512 × 512 × 300 voxels, by
 * real pointer events in Chromium, stored by a real host. Run it with the shipped Node; it writes a trace for
 * Chromium's developer tools where one is asked for, and prints what docs/benchmarks.md holds.
 *
 *   node test/src-renderer/bench/painting.ts [trace.json]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { clientOf } from '#main/cli/connect.ts';
import { startHost } from '#main/host/host.ts';
import { openLog } from '#main/host/log.ts';
import { startBrowser } from '../../browser/watched-page.ts';
import { fakeEngine } from '../../src-main/fake-engine.ts';
import { writeNifti } from '../../src-main/tiny-nifti.ts';
import { bareView } from '../bare-view/bare-view.ts';
import { prepare } from './painting-page.ts';

const size = [512, 512, 300] as const;
const view = { width: 700, height: 700 };
const planes = [['axial', 2], ['coronal', 1], ['sagittal', 0]] as const;

interface TraceEvent {
  readonly name: string;
  /** Computing time of the thread, µs: what other programs take meanwhile does not count. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number): number => sorted(values)[Math.floor((values.length - 1) * share)] ?? NaN;
const ms = (value: number): string => value.toFixed(2);

async function traced(page: Page, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value as unknown as TraceEvent[]));
  const complete = new Promise<void>((resolve) => { session.once('Tracing.tracingComplete', () => resolve()); });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'v8.execute'] } });
  await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

/** A hand that moves along a spiral, 120 times. */
async function stroke(page: Page): Promise<void> {
  const at = (turn: number): [number, number] => {
    const angle = turn / 7;
    const radius = 60 + turn * 1.5;
    return [view.width / 2 + radius * Math.cos(angle), view.height / 2 + radius * Math.sin(angle) * 0.5];
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let turn = 1; turn <= 120; turn += 1) await page.mouse.move(...at(turn));
  await page.mouse.up();
}

async function many(page: Page, what: 'all' | 'labels'): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 15; turn += 1) times.push(await page.evaluate((drawn) => globalThis.bench.redraw(drawn), what));
  return quantile(times, 0.5);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'lamina-painting-'));
const host = startHost({ engine: fakeEngine(), annotator: 'bench', log: openLog(path.join(folder, 'log')) });
const client = clientOf(host);
const [browser, built] = [await startBrowser(), await bareView()];
const keptTrace: TraceEvent[] = [];
try {
  await client.project.create({ folder: path.join(folder, 'project') });
  const scan = writeNifti(path.join(folder, 'scan.nii'), { size, voxel: (i) => i & 255, type: 'uint8' });
  const { jobId } = await client.cases.import({ paths: [scan] });
  while ((await client.jobs.get({ id: jobId })).endedAt === null) await new Promise((resolve) => { setTimeout(resolve, 100); });
  await client.labels.add({ value: 1, name: 'a', colour: '#e69f00', code: null, locked: false });
  const caseId = (await client.cases.list())[0]!.id;

  console.log('| plane | pointer event, ms: median / 99 % / most | bytes to the card per event | whole textures | end of stroke, ms | stored after, ms | frame that paints, ms | bare redraw of both layers, ms |');
  console.log('| --- | --: | --: | --: | --: | --: | --: | --: |');
  for (const [name, axis] of planes) {
    const { labelmapId } = await client.labels.open({ caseId });
    const { page } = await built.open(browser, { viewport: view });
    const commitMs: number[] = [];
    await page.exposeFunction('hostCommit', async (edit: { tiles: { k: number; tile: number; expected: string | null }[] }) => {
      // Each plane begins with an empty array of its own: what an earlier one has stored is expected here.
      const { heads } = await client.labels.open({ caseId });
      const headOf = new Map(heads.map((head) => [`${head.k} ${head.tile}`, head.edit]));
      const tiles = edit.tiles.map((tile) => ({ ...tile, expected: headOf.get(`${tile.k} ${tile.tile}`) ?? null }));
      const start = performance.now();
      const acknowledged = await client.labels.commit({ ...edit, tiles } as never);
      commitMs.push(performance.now() - start);
      return acknowledged;
    });
    await page.evaluate(() => { Object.assign(document.querySelector<HTMLElement>('#place')!.style, { width: '700px', height: '700px' }); });
    await page.evaluate(prepare, { labelmapId, size, axis });
    await page.waitForTimeout(1000);
    // Once for the compilers of shaders and of JavaScript.
    await stroke(page);
    await page.evaluate(() => globalThis.bench.session.awaitSaved());
    const bareMs = await many(page, 'all');
    const paintMs = await many(page, 'labels');
    const before = await page.evaluate(() => {
      Object.assign(globalThis.bench, { uploads: { parts: 0, bytes: 0, wholes: 0 }, moves: 0, storedAfterMs: [] });
      globalThis.bench.session.labels.fill(0);
      return globalThis.bench.moves;
    });
    const events = await traced(page, () => stroke(page));
    keptTrace.push(...events);
    await page.evaluate(() => globalThis.bench.session.awaitSaved());
    const { uploads, moves, storedAfterMs } = await page.evaluate(() => globalThis.bench);
    const durations = (type: string): number[] =>
      events.filter((event) => event.name === 'EventDispatch' && event.args?.data?.type === type).map(({ tdur = 0 }) => tdur / 1000);
    const moved = durations('pointermove');
    console.log(`| ${name} | ${ms(quantile(moved, 0.5))} / ${ms(quantile(moved, 0.99))} / ${ms(Math.max(...moved))} (${moved.length} events) | ${Math.round(uploads.bytes / (moves - before))} in ${uploads.parts} calls | ${uploads.wholes} | ${ms(Math.max(...durations('pointerup')))} | ${ms(storedAfterMs.at(-1)!)} (host ${ms(commitMs.at(-1)!)}) | ${ms(paintMs)} | ${ms(bareMs)} |`);
    await page.context().close();
  }
  const target = process.argv[2];
  if (target !== undefined) writeFileSync(target, JSON.stringify({ traceEvents: keptTrace }));
} finally {
  await browser.close();
  await built.remove();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
}
