/** A free text for each case, as a log: each change writes the whole text anew, and an empty one takes it away. */
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { TravellingNote } from './bundle-items.ts';
import type { EventLog } from './events.ts';
import type { NoteRecord } from './case-work.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing } from './store-sentences.ts';

export type Notes = ProjectStore['notes'] & {
  /** A text of another copy of the project; within a transaction. @throws UserFacingError `not-found` */
  repeat(this: void, caseId: string, note: Omit<TravellingNote, 'kind'>): void;
};

export function createNotes(session: Session, events: EventLog, annotators: Annotators): Notes {
  const { database } = session;
  const all = database.prepare<[string], NoteRecord>(
    `SELECT note.text, annotator.name AS annotator, note.at FROM note JOIN annotator ON annotator.id = note.annotator
     JOIN "case" ON "case".id = note."case" WHERE "case".uuid = ? ORDER BY note.number`,
  );
  const newest = database.prepare<[string], { text: string }>(
    `SELECT note.text FROM note JOIN "case" ON "case".id = note."case" WHERE "case".uuid = ? ORDER BY note.number DESC LIMIT 1`,
  );
  const caseKey = database.prepare<[string], { id: number }>('SELECT id FROM "case" WHERE uuid = ? AND removed_at IS NULL');
  const insert = database.prepare(
    'INSERT INTO note (number, "case", annotator, text, at) VALUES (:number, :key, :annotator, :text, :at)',
  );
  const text = (caseId: string): string => newest.get(caseId)?.text ?? '';
  const put = (caseId: string, written: string, annotator: string, at: string): void => {
    const key = caseKey.get(caseId)?.id;
    if (key === undefined) throw failure('not-found', caseMissing, { id: caseId });
    const author = annotators.key(annotator);
    events.appendRows('note', (number) => insert.run({ number, key, annotator: author, text: written, at }));
  };
  return {
    text,
    repeat: (caseId, { text: written, annotator, at }) => put(caseId, written, annotator, at),
    history: (caseId) => all.all(caseId),
    write: (caseId, written, annotator) =>
      inTransaction(session, () => {
        if (caseKey.get(caseId) === undefined) throw failure('not-found', caseMissing, { id: caseId });
        if (text(caseId) !== written) put(caseId, written, annotator, session.now());
      }),
  };
}
