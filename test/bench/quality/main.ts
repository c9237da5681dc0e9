/**
 * `npm run bench:quality`: trains and judges on real images through the command line, as a person would, goes on where
 * it was cut short, and writes the figures into the document. Knows nothing of how networks are made or trained.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseLocale } from '#main/cli/language.ts';
import { textTable } from '#main/cli/text-table.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { cacheFolder } from '../../../scripts/setup/cache-folder.mjs';
import { checkout } from '../../../scripts/setup/checkout.mjs';
import { doRun, type Run } from './do-run.ts';
import { createLamina, Interrupted } from './lamina.ts';
import { describeMachine, describeProgram } from './machine.ts';
import { readOptions, type QualityOptions } from './options.ts';
import { qualitySentences as texts } from './quality-sentences.ts';
import type { QualitySet } from './quality-set.ts';
import { partOf, withPart } from './results-file.ts';
import { runName, type RunResult } from './run-result.ts';
import { missingData, resultsOf, runsOf, type Where } from './runs.ts';
import { isUnmeasured, sectionOf } from './set-section.ts';
import { allSets } from './sets/all-sets.ts';
import { readStages, remainingStages, stagesOf } from './stages.ts';

const document = join(checkout.root, 'docs', 'results.md');
const locale = chooseLocale([], process.env);
const say = (sentence: Sentence): void => { process.stderr.write(`${sentence[locale]}\n`); };
const print = (text: string): void => { process.stdout.write(`${text}\n`); };

interface Prepared {
  readonly set: QualitySet;
  readonly asked: readonly Run[];
  readonly told: readonly Run[];
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort(signal));

try {
  process.exitCode = await main(readOptions(process.argv.slice(2), allSets.map(({ name }) => name)));
} catch (error) {
  if (error instanceof Interrupted) say(texts.interrupted);
  else if (error instanceof UserFacingError) say(error.sentence);
  else throw error;
  process.exitCode = error instanceof Interrupted ? 130 : 2;
}

async function main(options: QualityOptions): Promise<number> {
  const where: Where = {
    data: options.data ?? join(checkout.root, '..', 'shared', 'data'),
    out: options.out ?? join(cacheFolder(process.env), 'bench-quality'),
  };
  const sets = allSets.filter(({ name }) => options.only?.includes(name) ?? true);
  const prepared: Prepared[] = [];
  let failed = false;
  for (const set of sets) {
    const [missing] = missingData(set, where);
    if (missing !== undefined) say(fill(texts.noData, { set: set.name, folder: missing }));
    else if (set.pending !== null) say(fill(texts.pending, { set: set.name, reason: set.pending }));
    else {
      try {
        prepared.push(await prepare(set, where, options));
        continue;
      } catch (error) {
        failed = true;
        say(fill(texts.broken, { set: set.name, message: (error as Error).message }));
      }
    }
    prepared.push({ set, asked: [], told: [] });
  }
  if (options.list) return list(prepared.flatMap(({ asked }) => asked), options);
  if (!options.report) {
    const runs = prepared.flatMap(({ asked }) => asked);
    const { load, cores } = describeMachine();
    if (load > cores / 2) say(fill(texts.busy, { load, cores }));
    for (const [index, run] of runs.entries()) {
      if (!await runOne(run, { place: index + 1, count: runs.length }, where, options)) failed = true;
    }
  }
  await tell(prepared, options);
  return failed ? 1 : 0;
}

/** The runs that were asked for, and all that the set's figures are made of: other seeds were run before. */
async function prepare(set: QualitySet, where: Where, { seeds, length }: QualityOptions): Promise<Prepared> {
  const told = await runsOf(set, where, [...new Set([...set.seeds, ...seeds ?? []])], length);
  return { set, told, asked: told.filter(({ seed }) => (seeds ?? set.seeds).includes(seed)) };
}

/** @returns false where it failed, which was said. @throws Interrupted */
async function runOne(run: Run, numbers: { readonly place: number; readonly count: number }, where: Where, { again }: QualityOptions): Promise<boolean> {
  const named = { set: run.set.name, run: runName(run), ...numbers };
  if (again) await rm(run.folder, { recursive: true, force: true });
  if (remainingStages(stagesOf(run.set, run.split), await readStages(run.folder)).length === 0) {
    say(fill(texts.doneBefore, named));
    return true;
  }
  const lamina = createLamina({ folder: run.folder, person: join(where.out, '.person'), log: join(run.folder, 'told.log'), interrupted: interruption.signal });
  try {
    await doRun(run, {
      lamina,
      circumstances: async () => ({ machine: describeMachine(), program: await describeProgram(checkout.root) }),
      onStage: (stage) => say(fill(texts.stage, { ...named, stage })),
      now: () => new Date(),
    });
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    say(fill(texts.failed, { ...named, message: error instanceof UserFacingError ? error.sentence : (error as Error).message, folder: run.folder }));
    return false;
  }
}

/** Writes what was reached in each set's own minutes; shows all else. */
async function tell(prepared: readonly Prepared[], { length, json }: QualityOptions): Promise<void> {
  const all: RunResult[] = [];
  let text = await readFile(document, 'utf8');
  const written: string[] = [];
  for (const { set, told } of prepared) {
    const results = await resultsOf(told);
    all.push(...results);
    const section = sectionOf(set, results, told.length, length);
    if (results.length > 0 && !json) print(`${set.title}\n\n${section}\n`);
    const before = partOf(text, set.name);
    // Figures of another machine stay where this one has none.
    if (length !== null || before === section || (results.length === 0 && !isUnmeasured(before))) continue;
    text = withPart(text, set.name, { title: set.title, text: section });
    written.push(set.name);
  }
  if (json) print(JSON.stringify(all));
  if (length !== null) return say(fill(texts.notWritten, { file: document }));
  if (written.length === 0) return;
  await writeWhole(document, text);
  say(fill(texts.written, { file: document, sets: written.join(', ') }));
}

async function list(runs: readonly Run[], { json }: QualityOptions): Promise<number> {
  const rows = await Promise.all(runs.map(async (run) => {
    const stages = stagesOf(run.set, run.split);
    const [next] = remainingStages(stages, await readStages(run.folder));
    return { set: run.set.name, run: runName(run), learn: run.split.fit.length, judge: run.split.judge.length, minutes: run.length.kind === 'minutes' ? run.length.minutes : null, next: next ?? null, folder: run.folder };
  }));
  if (json) print(JSON.stringify(rows));
  else for (const line of textTable(['set', 'run', 'learn', 'judge', 'minutes', 'next'], rows.map(({ set, run, learn, judge, minutes, next }) => [set, run, learn, judge, minutes ?? '–', next ?? 'done']))) print(line);
  return 0;
}
