/**
 * Times the views in a real Chromium beside NiiVue, bare redraws, bare commits and bare reading, and prints the table of
 * docs/benchmarks.md. `npm run bench:viewer` starts it.
 *
 *   bench.ts [row …] [--json] [--quick]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from '../../browser/watched-page.ts';
import { median } from '../engine/statistics.ts';
import { isMissed, rowNames, type Row, type RowName } from './row.ts';
import type { BenchPlace } from './rows/bench-place.ts';
import { measureBrush, measureFourViews } from './rows/brush.ts';
import { measureDurable } from './rows/durable.ts';
import { measureMemory } from './rows/memory.ts';
import { measureOpen } from './rows/open.ts';
import { measureScroll, measureUndo } from './rows/redraws.ts';
import { measureTasks } from './rows/tasks.ts';
import { measureTraining } from './rows/training.ts';

const measures: Readonly<Record<RowName, (place: BenchPlace) => Promise<Row>>> = {
  brush: measureBrush, brush2x2: measureFourViews, undo: measureUndo, scroll: measureScroll,
  durable: measureDurable, open: measureOpen, memory: measureMemory, tasks: measureTasks, training: measureTraining,
};
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
  const peerModules = process.env['LAMINA_BENCH_NIIVUE'];
  const unknown = wanted.filter((name) => !rowNames.some((row) => row === name));
  if (unknown.length > 0 || peerModules === undefined) {
    say(peerModules === undefined ? 'Start this by npm run bench:viewer, which installs NiiVue first.' : `There is no row ${unknown.join(', ')}; there are ${rowNames.join(', ')}.`);
    return 2;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'lamina-bench-'));
  const measured: Record<string, Row> = {};
  try {
    for (const name of rowNames.filter((row) => wanted.length === 0 || wanted.includes(row))) {
      // A browser of its own: what one row left in it is not the next one's. It puts pages together without WebGL's software, as
      // Chromium does where there is no graphics card; else that program would be measured and not the page.
      const browser = await startBrowser({ lightly: true });
      try {
        measured[name] = await measures[name]({ browser, folder, peerModules, say, quick: options.quick });
      } finally {
        await browser.close();
      }
      say(linesOf(name, measured[name]).join('\n'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(options.json ? `${JSON.stringify(measured)}\n` : tableOf(measured));
  return 0;
}

function tableOf(measured: Readonly<Record<string, Row>>): string {
  return [
    '| row | what | ratio | must | aim |', '| --- | --- | --: | --: | --: |',
    ...Object.entries(measured).flatMap(([name, row]) => linesOf(name, row)),
    '', '| row | samples | n | median |', '| --- | --- | --: | --: |',
    ...Object.entries(measured).flatMap(([name, { ours, peer }]) => [...Object.entries(ours), ...Object.entries(peer)]
      .map(([what, samples]) => `| \`${name}\` | ${what} | ${samples.length} | ${median(samples).toPrecision(4)} |`)),
    '', `${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)}`, '',
  ].join('\n');
}

function linesOf(name: string, { bounds }: Row): readonly string[] {
  return bounds.map((bound) => `| \`${name}\` | ${bound.what} | **${bound.ratio.toFixed(2)}** | ${bound.must}${isMissed(bound) ? ' (missed)' : ''} | ${bound.aim ?? ''} |`);
}
