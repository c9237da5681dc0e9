/** What was taken in with bundles against the logs as they came, which are kept as files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeRuns } from '#shared/labels/runs.ts';
import { translateRuns } from '#shared/labels/translate-runs.ts';
import { tileRectangle } from '#shared/labels/tile-layout.ts';
import { foldPersonName } from '#shared/text/person-name.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { bundleBegun, bundleTaken, type BegunTold, type TakenLabels } from './bundle-log.ts';
import { sizeOfLabelmap, type Labelmaps } from './labelmaps.ts';
import type { ModelHelp } from './model-help.ts';
import type { Session } from './session.ts';
import type { Tiles } from './tiles.ts';
import { wrong, type Finding, type Inspection } from './verify-finding.ts';
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
  /** k, number of the tile, and its runs in base64. */
  readonly tiles: readonly (readonly [number, number, string])[];
}

/** A log as it came. */
interface KeptLog {
  readonly log: string;
  readonly caseId: string;
  readonly who: string;
  /** Of each label its index in the bundle, and here; null where an earlier Lamina did not tell it. */
  indexHere: Uint8Array | null;
  /** Whether it was taken in to its end as it is, so that all of its edits must be here. */
  isWhole: boolean;
  isEnded: boolean;
  /** Number of the event that told of it first: what came of it came later. */
  begun: number;
}

export interface TakenIn {
  readonly wrong: readonly Finding[];
  /** Labels of which a part came, because the taking in was broken off. */
  readonly broken: readonly Sentence[];
  /** How many logs tell nothing of the voxels here, because an earlier Lamina took them in. */
  readonly withoutVoxels: number;
}

const mostBytes = 400 * 2 ** 20;

/** Each edit that came whole is here, by the same person, at the same time, made with the same tool and the same model's help, with the same voxels. */
export function* inspectBundles({ database, folder }: Session, labelmaps: Labelmaps, tiles: Tiles): Inspection<TakenIn> {
  const edit = database.prepare<[string], { number: number; labelmap: string; annotator: string; tool: string; madeAt: string; helped: string | null }>(
    `SELECT edit.number, labelmap.uuid AS labelmap, annotator.name AS annotator, edit.tool, edit.made_at AS madeAt, edit.helped
     FROM edit JOIN annotator ON annotator.id = edit.annotator JOIN labelmap ON labelmap.id = edit.labelmap WHERE edit.uuid = ?`,
  );
  const found: Finding[] = [];
  const broken: Sentence[] = [];
  const { logs, unreadable } = keptLogs();
  // Edits that came with labels that were taken in to their end.
  const cameWhole = new Set<string>();
  for (const kept of logs.toSorted((a, b) => Number(b.isEnded) - Number(a.isEnded))) {
    const name = labelmaps.caseName(kept.caseId);
    const [lines, gone] = [linesOf(join(folder, blobFile(kept.log).path)), [] as Line[]];
    let [here, isBegun] = [0, false];
    for (const line of lines) {
      yield 1;
      if (line.kind !== 'edit') continue;
      const present = edit.get(line.id);
      if (present === undefined) gone.push(line);
      else {
        here += 1;
        // What was here before, or came with another bundle, says nothing of this one.
        if (present.number > kept.begun && !cameWhole.has(line.id)) isBegun = true;
        if (kept.isWhole) cameWhole.add(line.id);
      }
      if (present !== undefined && !isSame(line, present, kept.indexHere)) found.push(wrong('edit', fill(say.differs, { number: present.number, name }), { event: present.number, case: name }));
    }
    if (kept.isWhole) for (const { madeAt: at } of gone) found.push(wrong('edit', fill(say.gone, { who: kept.who, name, at }), { case: name }));
    else if (!kept.isEnded && isBegun && gone.length > 0) broken.push(fill(say.broken, { who: kept.who, name, here, all: here + gone.length }));
  }
  return { wrong: [...found, ...unreadable], broken, withoutVoxels: logs.filter(({ indexHere }) => indexHere === null).length };

  function keptLogs(): { readonly logs: readonly KeptLog[]; readonly unreadable: readonly Finding[] } {
    const logs = new Map<string, KeptLog>();
    const of = (log: string, caseId: string, who: string, begun: number): KeptLog => {
      const kept = logs.get(`${log} ${caseId}`) ?? { log, caseId, who, indexHere: null, isWhole: false, isEnded: false, begun };
      logs.set(`${log} ${caseId}`, kept);
      return kept;
    };
    const unreadable = retell(toldEvents(database, [bundleBegun, bundleTaken]), ({ kind, payload, event }) => {
      if (kind === bundleBegun) {
        const { labels, indices } = payload as BegunTold;
        const indexHere = new Uint8Array(256);
        for (const [there, here] of indices) indexHere[there] = here;
        for (const { log, case: caseId, annotator } of labels) of(log, caseId, annotator, event).indexHere = indexHere;
        return;
      }
      for (const { how, log, case: caseId, annotator } of (payload as { labels: readonly TakenLabels[] }).labels) {
        const kept = of(log, caseId, annotator, event);
        kept.isEnded = true;
        // Of labels that went different ways only what they came to was taken.
        if (how === 'added' || how === 'continued') kept.isWhole = true;
      }
    });
    return { logs: [...logs.values()], unreadable };
  }
  function isSame(line: Line, here: { number: number; labelmap: string; annotator: string; tool: string; madeAt: string; helped: string | null }, indexHere: Uint8Array | null): boolean {
    if (here.tool !== line.tool || !isSameHelp(line.helped, here.helped) || here.madeAt !== line.madeAt || foldPersonName(here.annotator) !== foldPersonName(line.annotator)) return false;
    if (indexHere === null) return true;
    const size = sizeOfLabelmap(labelmaps.row(here.labelmap));
    const stored = new Map(tiles.ofEdit(here.number).map((tile) => [`${tile.k} ${tile.tile}`, tile]));
    return stored.size === line.tiles.length && line.tiles.every(([k, tile, runs]) => {
      const { width, height } = tileRectangle(size, { k, tile });
      const there = decoded(() => decodeRuns(translateRuns(Buffer.from(runs, 'base64'), width * height, indexHere), width * height));
      const now = stored.get(`${k} ${tile}`);
      return now !== undefined && there !== null && Buffer.compare(there, decoded(() => tiles.decode(now, width * height)) ?? Buffer.alloc(0)) === 0;
    });
  }
}

function isSameHelp(came: ModelHelp | undefined, written: string | null): boolean {
  if (came === undefined || written === null) return came === undefined && written === null;
  const { model, name, prediction } = JSON.parse(written) as ModelHelp;
  return came.model === model && came.name === name && came.prediction === prediction;
}

/** Null for what is no tile: it was changed. */
function decoded(decode: () => Uint8Array): Uint8Array | null {
  try {
    return decode();
  } catch {
    return null;
  }
}

/** Nothing where the file is not what was kept: that is told of the file. */
function linesOf(path: string): readonly Line[] {
  try {
    return gunzipSync(readFileSync(path), { maxOutputLength: mostBytes }).toString('utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Line);
  } catch {
    return [];
  }
}
