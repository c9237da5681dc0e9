import { resolve } from 'node:path';
import { deedIn, partsOf, whatIn } from '#shared/contract/log-sentences.ts';
import type { LoggedEvent } from '#shared/contract/log.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Line } from '../line.ts';
import { logTexts as texts } from '../log-sentences.ts';
import type { Registry } from '../program.ts';
import { widthOf } from '../text-table.ts';
import { UsageError } from '../usage-errors.ts';

interface Options { case?: string; by?: string; since?: string; kind?: readonly string[] }

/** Read and printed at once: a log of any length takes no more memory. */
const page = 500;
/** Columns of when, who and what; longer ones push the rest of their line. */
const whenWide = 24;
const whoWide = 16;
const whatWide = 34;

export function addLog({ command, words, run }: Registry): void {
  command('log', texts.about)
    .argument('<project>', words(texts.project))
    .option('--case <name>', words(texts.case))
    .option('--by <name>', words(texts.by))
    .option('--since <time>', words(texts.since), since)
    .option('--kind <kinds>', words(texts.kind), (given: string) => given.split(',').map((kind) => kind.trim()).filter((kind) => kind !== ''))
    .action((project: string, { kind: kinds, ...wanted }: Options) => run(async (line) => {
      const { client } = await line.connect(resolve(project));
      const { json, screen } = line;
      let after: number | null = 0;
      let first = true;
      if (!json) screen.print(lineOf([texts.when, texts.who, texts.what, texts.on].map(line.words)));
      while (after !== null) {
        const found: Awaited<ReturnType<typeof client.project.events>> = await client.project.events({ ...wanted, ...(kinds === undefined ? {} : { kinds: [...kinds] }), after, limit: page });
        for (const event of found.events) {
          screen.print(json ? `${first ? '[' : ','}${JSON.stringify(event)}` : lineOf(cellsOf(event, line)));
          first = false;
        }
        after = found.next;
      }
      if (json) screen.print(first ? '[]' : ']');
      return null;
    }));
}

const since = (given: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?$/.test(given)) throw new UsageError(fill(texts.notTime, { given }));
  return given;
};

function cellsOf(event: LoggedEvent, { words }: Line): string[] {
  const { at, who } = event;
  return [at, who ?? '–', [deedIn(event), whatIn(event)].flatMap((one) => (one === null ? [] : [words(one)])).filter((text) => text !== '').join(' · '), partsOf(event).map(words).join(' · ')];
}

function lineOf([when, who, what, about]: readonly string[]): string {
  const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
  return `${padded(when!, whenWide)}  ${padded(who!, whoWide)}  ${padded(what!, whatWide)}  ${about!}`.trimEnd();
}
