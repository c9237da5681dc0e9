/** Who reads which case, and what is asked of a second reading, against the events that told of it. */
import { consensusAuthor, foldPersonName } from '#shared/text/person-name.ts';
import { fill } from '#shared/text/sentence.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { readingSentences as say } from './verify-sentences.ts';
import { differences, differenceSentence, retell, toldEvents } from './verify-told.ts';

interface Reading {
  readonly caseId: string | null;
  readonly annotator: string;
  readonly round: number;
  readonly blind: boolean;
  readonly axis: number | null;
  /** JSON. */
  readonly slices: string | null;
  readonly finished: boolean;
  readonly withdrawn: boolean;
  /** Null: a person's. */
  readonly kind: string | null;
}

type Row = Omit<Reading, 'blind' | 'finished' | 'withdrawn' | 'annotator'> & { readonly annotator: string | null; readonly id: string; readonly name: string | null; readonly blind: number; readonly withdrawn: number; readonly finishedAt: string | null };

interface Planned {
  readonly id: string;
  readonly case: string;
  readonly annotator: string;
  readonly round: number;
  readonly axis: number;
  readonly slices: readonly number[];
}

export function inspectReadings({ database }: Session): Finding[] {
  const told = new Map<string, Reading>();
  const found = retell(toldEvents(database, ['labelmap-added', 'second-reading-planned', 'second-reading-finished', 'second-reading-withdrawn']), ({ kind, payload }) => {
    if (kind === 'labelmap-added') {
      const { caseId, owner } = payload as { caseId: string; owner: { kind: string; readingId: string; annotator?: string } };
      // A second reading was told of before.
      if ((owner.kind !== 'reading' && owner.kind !== 'consensus') || told.has(owner.readingId)) return;
      const kind = owner.kind === 'consensus' ? owner.kind : null;
      const annotator = kind === null ? String(owner.annotator) : consensusAuthor;
      told.set(owner.readingId, { caseId, annotator, round: 1, blind: false, axis: null, slices: null, finished: false, withdrawn: false, kind });
    } else if (kind === 'second-reading-planned') {
      const { id, case: caseId, annotator, round, axis, slices } = payload as Planned;
      told.set(id, { caseId, annotator, round, axis, slices: JSON.stringify(slices), blind: true, finished: false, withdrawn: false, kind: null });
    } else {
      const { id } = payload as { id: string };
      const before = told.get(id);
      if (before === undefined) throw new Error(`no reading ${id}`);
      told.set(id, { ...before, finished: true, withdrawn: kind === 'second-reading-withdrawn' });
    }
  });
  const rows = database.prepare<[], Row>(
    `SELECT reading.uuid AS id, "case".uuid AS caseId, "case".name, annotator.name AS annotator, round, blind, axis, slices, finished_at AS finishedAt, withdrawn, reading.kind
     FROM reading LEFT JOIN "case" ON "case".id = reading."case" LEFT JOIN annotator ON annotator.id = reading.annotator`,
  ).all();
  for (const { id, name: caseName, blind, finishedAt, withdrawn, ...row } of rows) {
    const then = told.get(id);
    told.delete(id);
    const name = caseName ?? '–';
    if (then === undefined) {
      found.push(wrong('labelmap', fill(say.stray, { name, who: row.annotator ?? '–' }), { case: caseName }));
      continue;
    }
    const now = { ...row, blind: blind !== 0, finished: finishedAt !== null, withdrawn: withdrawn !== 0 };
    // Whoever was named when it was planned may write their name otherwise.
    const sameName = foldPersonName(now.annotator ?? '') === foldPersonName(then.annotator);
    const before = sameName ? { ...then, annotator: now.annotator } : then;
    const what = fill(say.reading, { name, who: then.annotator });
    for (const one of differences(say.aspects, { ...now }, { ...before })) found.push(wrong('labelmap', differenceSentence(what, one), { case: caseName }));
  }
  return [...found, ...[...told.values()].map(({ annotator }) => wrong('labelmap', fill(say.gone, { who: annotator })))];
}
