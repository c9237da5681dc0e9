/**
 * Puts what simulations came to into docs/active-learning.md: `write-document.ts <folder of a simulation> <name>` adds its
 * trainings to docs/simulations/<name>.csv, its curves to docs/images, and writes the document's part anew. Without
 * arguments all parts are written from the tables that are there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encode } from 'fast-png';
import { drawCurves } from '#main/simulation-report/curves-picture.ts';
import { roundsTable } from '#main/simulation-report/rounds-table.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { withPart } from '../quality/results-file.ts';
import { figuresIn, marker, sectionOf } from './section.ts';
import { simulations } from './simulated.ts';

const docs = path.join(import.meta.dirname, '../../../docs');
const document = path.join(docs, 'active-learning.md');

const [folder, name] = process.argv.slice(2);
if (folder !== undefined) add(path.join(folder, 'results.json'), tableOf(simulations.find((one) => one.name === name)?.name ?? fail(`name one of ${simulations.map((one) => one.name).join(', ')}`)));

let text = readFileSync(document, 'utf8');
for (const simulated of simulations) {
  if (!existsSync(tableOf(simulated.name))) continue;
  const rows = readFileSync(tableOf(simulated.name), 'utf8');
  text = withPart(text, simulated.name, { title: simulated.title, text: sectionOf(simulated, rows) }, marker);
  const { width, height, pixels } = drawCurves(figuresIn(rows));
  writeFileSync(path.join(docs, 'images', `simulation-${simulated.name}.png`), encode({ width, height, data: pixels, depth: 8, channels: 3 }));
}
writeFileSync(document, text);

function tableOf(simulation: string): string {
  return path.join(docs, 'simulations', `${simulation}.csv`);
}

/** A training that is there already is replaced by the newer one of the same seed, arm and round. */
function add(results: string, table: string): void {
  const { outcomes, labels } = JSON.parse(readFileSync(results, 'utf8')) as { readonly outcomes: readonly RoundOutcome[]; readonly labels: readonly string[] };
  const [head = '', ...added] = linesOf(roundsTable(outcomes, labels));
  const before = existsSync(table) ? linesOf(readFileSync(table, 'utf8')).slice(1) : [];
  const key = (line: string): string => line.split(',').slice(0, 3).join(',');
  const rows = new Map([...before, ...added].map((line) => [key(line), line]));
  mkdirSync(path.dirname(table), { recursive: true });
  writeFileSync(table, `${[head, ...rows.values()].join('\r\n')}\r\n`);
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function fail(why: string): never {
  throw new Error(why);
}
