/** The same slices once more, by another person who is to see nothing of the first reading until they are done. */
import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import { createBlindness } from './blindness.ts';
import { createCaseSlices } from './case-slices.ts';
import type { EventLog } from './events.ts';
import { inTransaction, type Session } from './session.ts';
import type { SecondReading, SecondReadingStore } from './slice-work.ts';
import { caseMissing, notUnread, readAlready, readingFinished, readingMissing, readingOfAnother, readingUnfinished, sliceOutside } from './store-sentences.ts';

interface ReadingRow extends Omit<SecondReading, 'slices' | 'withdrawn'> {
  readonly withdrawn: number;
  readonly caseName: string;
  readonly slices: string;
}

const select = `
  SELECT reading.uuid AS id, "case".uuid AS caseId, "case".name AS caseName, annotator.name AS annotator, round, reading.axis,
    reading.slices, finished_at AS finishedAt, withdrawn, labelmap.uuid AS labelmapId,
    (SELECT count(*) FROM slice_state WHERE slice_state.reading = reading.id AND slice_state.axis = reading.axis
      AND slice_state.state IN ('complete', 'reviewed') AND slice_state.slice IN (SELECT value FROM json_each(reading.slices))) AS complete
  FROM reading JOIN "case" ON "case".id = reading."case" JOIN annotator ON annotator.id = reading.annotator
  LEFT JOIN labelmap ON labelmap.reading = reading.id
  WHERE reading.blind = 1 AND "case".removed_at IS NULL`;

export function createSecondReadings(session: Session, events: EventLog, annotators: Annotators): SecondReadingStore {
  const { database } = session;
  const all = database.prepare<[], ReadingRow>(`${select} ORDER BY reading.id`);
  const one = database.prepare<[string], ReadingRow>(`${select} AND reading.uuid = ?`);
  const caseOf = createCaseSlices(session);
  const reads = database.prepare<{ case: number; person: number }>(
    'SELECT 1 FROM reading WHERE "case" = :case AND annotator = :person AND blind = 1 AND finished_at IS NULL',
  );
  // Whoever drew, judged, pinned, measured or wrote on it has seen what is on it.
  const worked = database.prepare<{ case: number; person: number }>(
    `SELECT 1 FROM edit JOIN labelmap ON labelmap.id = edit.labelmap WHERE labelmap."case" = :case AND edit.annotator = :person
     UNION ALL SELECT 1 FROM review JOIN reading ON reading.id = review.reading WHERE reading."case" = :case AND review.annotator = :person
     UNION ALL SELECT 1 FROM pin JOIN reading ON reading.id = pin.reading WHERE reading."case" = :case AND pin.annotator = :person
     UNION ALL SELECT 1 FROM measurement WHERE "case" = :case AND annotator = :person
     UNION ALL SELECT 1 FROM note WHERE "case" = :case AND annotator = :person
     LIMIT 1`,
  );
  const lastRound = database.prepare<{ case: number; person: number }, { round: number }>(
    'SELECT coalesce(max(round), 1) AS round FROM reading WHERE "case" = :case AND annotator = :person',
  );
  const insert = database.prepare(
    `INSERT INTO reading (uuid, "case", annotator, round, blind, axis, slices) VALUES (:id, :case, :person, :round, 1, :axis, :slices)`,
  );
  const giveBack = database.prepare(
    `UPDATE assignment SET ended_at = :now, outcome = 'released' WHERE "case" = :case AND annotator = :person AND ended_at IS NULL`,
  );
  const setWithdrawn = database.prepare('UPDATE reading SET finished_at = ?, withdrawn = 1 WHERE uuid = ?');
  const setFinished = database.prepare('UPDATE reading SET finished_at = ? WHERE uuid = ?');

  const rowOf = (id: string): ReadingRow => {
    const row = one.get(id);
    if (row === undefined) throw failure('not-found', readingMissing, { id });
    return row;
  };

  return {
    plan: (caseId, slices, annotator, by) =>
      inTransaction(session, () => {
        const found = caseOf(caseId);
        if (found === undefined) throw failure('not-found', caseMissing, { id: caseId });
        const { name, axis } = found;
        const wanted = slices === 'all' ? Array.from({ length: found.slices }, (_, slice) => slice) : [...new Set(slices)].sort((a, b) => a - b);
        const outside = wanted.find((slice) => !Number.isInteger(slice) || slice < 0 || slice >= found.slices);
        if (outside !== undefined || wanted.length === 0) throw failure('bad-input', sliceOutside, { name, slice: outside ?? '–', last: found.slices - 1 });
        const person = annotators.key(annotator);
        const who = { case: found.key, person };
        if (reads.get(who) !== undefined) throw failure('conflict', readAlready, { name, annotator });
        if (worked.get(who) !== undefined) throw failure('conflict', notUnread, { name, annotator });
        const id = randomUUID();
        const round = lastRound.get(who)!.round + 1;
        // What the queue gave them of this case asks for a first reading.
        giveBack.run({ ...who, now: session.now() });
        insert.run({ ...who, id, round, axis, slices: JSON.stringify(wanted) });
        events.append('second-reading-planned', { id, case: caseId, annotator, round, axis, slices: wanted, by });
        return record(rowOf(id));
      }),
    list: () => all.all().map(record),
    ...createBlindness(session, annotators),
    finish: (id, annotator) =>
      inTransaction(session, () => {
        const row = rowOf(id);
        const { caseName: name, finishedAt, complete, slices } = record(row);
        if (annotators.find(row.annotator) !== annotators.find(annotator)) throw failure('conflict', readingOfAnother, { name });
        if (finishedAt !== null) return record(row);
        if (complete < slices.length) throw failure('conflict', readingUnfinished, { name, left: slices.length - complete });
        setFinished.run(session.now(), id);
        events.append('second-reading-finished', { id, annotator: row.annotator });
        return record(rowOf(id));
      }),
    cancel: (id, by) =>
      inTransaction(session, () => {
        const { caseName: name, finishedAt, withdrawn } = record(rowOf(id));
        if (withdrawn) return record(rowOf(id));
        if (finishedAt !== null) throw failure('conflict', readingFinished, { name });
        setWithdrawn.run(session.now(), id);
        events.append('second-reading-withdrawn', { id, by });
        return record(rowOf(id));
      }),
  };
}

function record(row: ReadingRow): SecondReading & { readonly caseName: string } {
  return { ...row, slices: JSON.parse(row.slices) as number[], withdrawn: row.withdrawn !== 0 };
}
