/**
 * Times the engine beside Keras and PyTorch on this machine, in one run, and prints the table of docs/benchmarks.md.
 * `npm run bench:engine` starts it.
 *
 *   bench.ts [row …] [--json] [--quick]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureRow, quick, thorough, type Measured } from './measure-row.ts';
import { listRows, type Row } from './rows.ts';
import { median } from './statistics.ts';
import { writeThickVolume } from './thick-volume.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const folder = mkdtempSync(path.join(tmpdir(), 'lamina-bench-'));
process.exitCode = await main().finally(() => rmSync(folder, { recursive: true, force: true }));

async function main(): Promise<number> {
  const rows = listRows(await writeThickVolume(folder));
  const unknown = wanted.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) {
    say(`There is no row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const measured: Record<string, Measured> = {};
  for (const row of rows) {
    if (wanted.length > 0 && !wanted.includes(row.name)) continue;
    say(`${row.name}: ${row.title}`);
    const result = await measureRow(row, options.quick ? quick : thorough, say);
    measured[row.name] = result;
    say(lineOf(row, result));
  }
  process.stdout.write(options.json ? `${JSON.stringify(measured)}\n` : tableOf(rows, measured));
  return 0;
}

function tableOf(rows: readonly Row[], measured: Readonly<Record<string, Measured>>): string {
  const lines = rows.flatMap((row) => {
    const found = measured[row.name];
    return found === undefined ? [] : [lineOf(row, found)];
  });
  return [
    '| row | what | ours | peer | ratio | must | aim | spread | ratio of computing time | load |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...lines,
    `${availableParallelism()} cores`, '',
  ].join('\n');
}

function lineOf({ name, title, must, aim }: Row, { ours, peer, ratio, spread, computingRatio, beside, load }: Measured): string {
  const cells = [
    `\`${name}\``, title, median(ours).toFixed(0), `${median(peer).toFixed(0)} (${beside})`, `**${ratio.toFixed(2)}**`, must.toFixed(2), aim.toFixed(2),
    `${Math.round(spread * 100)} %`, computingRatio === null ? '' : computingRatio.toFixed(2), load.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}
