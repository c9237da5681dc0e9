import { resolve } from 'node:path';
import type { LoggedEvent } from '#shared/contract/log.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { Line } from '../line.ts';
import { logKinds, logTexts as texts } from '../log-sentences.ts';
import type { Registry } from '../program.ts';
import { widthOf } from '../text-table.ts';
import { UsageError } from '../usage-errors.ts';

interface Options { case?: string; since?: string; kind?: readonly string[] }

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

function cellsOf({ at, who, kind, what, case: about, model, helped, slices }: LoggedEvent, { words }: Line): string[] {
  const deed: Sentence | undefined = logKinds[kind];
  const shown = [
    about?.name ?? '',
    slices.length === 0 ? '' : words(fill(texts.slices, { slices: kind === 'edit' ? rangeOf(slices) : slices.map((slice) => slice + 1).join(', ') })),
    model === null ? '' : words(fill(texts.model, { name: model.name })),
    helped === null ? '' : words(fill(texts.helped, { name: helped.name })),
  ].filter((text) => text !== '').join(' · ');
  return [at, who ?? '–', [deed === undefined ? kind : words(deed), what ?? ''].filter((text) => text !== '').join(' · '), shown];
}

/** Counted from one, as everywhere that people read. */
function rangeOf(slices: readonly number[]): string {
  const [from, to] = [slices[0]! + 1, slices.at(-1)! + 1];
  return from === to ? String(from) : `${from}–${to}`;
}

function lineOf([when, who, what, about]: readonly string[]): string {
  const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
  return `${padded(when!, whenWide)}  ${padded(who!, whoWide)}  ${padded(what!, whatWide)}  ${about!}`.trimEnd();
}
