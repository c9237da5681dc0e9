/** What was taken in with bundles against the logs as they came, which are kept as files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { foldPersonName } from '#shared/text/person-name.ts';
import { fill } from '#shared/text/sentence.ts';
import { bundleTaken, type TakenLabels } from './bundle-log.ts';
import type { ModelHelp } from './model-help.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { blobFile } from './verify-files.ts';
import { bundleSentences as say } from './verify-sentences.ts';
import { retell, toldEvents } from './verify-told.ts';

interface Line {
  readonly kind: string;
  readonly id: string;
  readonly annotator: string;
  readonly tool: string;
  readonly madeAt: string;
  readonly helped?: ModelHelp;
}

const mostBytes = 400 * 2 ** 20;

/** Each edit that came whole is here, by the same person, at the same time, made with the same tool and the same model's help. */
export function inspectBundles({ database, folder }: Session): Finding[] {
  const edit = database.prepare<[string], { number: number; annotator: string; tool: string; madeAt: string; helped: string | null }>(
    'SELECT edit.number, annotator.name AS annotator, edit.tool, edit.made_at AS madeAt, edit.helped FROM edit JOIN annotator ON annotator.id = edit.annotator WHERE edit.uuid = ?',
  );
  const nameOfCase = database.prepare<[string], string>('SELECT name FROM "case" WHERE uuid = ?').pluck();
  const found: Finding[] = [];
  const unreadable = retell(toldEvents(database, [bundleTaken]), ({ payload }) => {
    for (const { how, log, case: caseId, annotator: who } of (payload as { labels: readonly TakenLabels[] }).labels) {
      // Of labels that went different ways only what they came to was taken.
      if (how !== 'added' && how !== 'continued') continue;
      for (const line of linesOf(join(folder, blobFile(log).path))) {
        if (line.kind !== 'edit') continue;
        const here = edit.get(line.id);
        const name = nameOfCase.get(caseId) ?? '–';
        if (here === undefined) found.push(wrong('edit', fill(say.gone, { who, name, at: line.madeAt }), { case: name }));
        else if (here.tool !== line.tool || here.madeAt !== line.madeAt || !isSameHelp(line.helped, here.helped) || foldPersonName(here.annotator) !== foldPersonName(line.annotator)) {
          found.push(wrong('edit', fill(say.differs, { number: here.number, name }), { event: here.number, case: name }));
        }
      }
    }
  });
  return [...found, ...unreadable];
}

function isSameHelp(came: ModelHelp | undefined, written: string | null): boolean {
  if (came === undefined || written === null) return came === undefined && written === null;
  const { model, name, prediction } = JSON.parse(written) as ModelHelp;
  return came.model === model && came.name === name && came.prediction === prediction;
}

/** Nothing where the file is not what was kept: that is told of the file. */
function linesOf(path: string): readonly Line[] {
  try {
    return gunzipSync(readFileSync(path), { maxOutputLength: mostBytes }).toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line);
  } catch {
    return [];
  }
}
