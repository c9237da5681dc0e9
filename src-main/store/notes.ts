/** A free text for each case, as a log: each change writes the whole text anew, and an empty one takes it away. */
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import type { NoteRecord } from './case-work.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing } from './store-sentences.ts';

export function createNotes(session: Session, events: EventLog, annotators: Annotators): ProjectStore['notes'] {
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
  return {
    text,
    history: (caseId) => all.all(caseId),
    write: (caseId, written, annotator) =>
      inTransaction(session, () => {
        const key = caseKey.get(caseId)?.id;
        if (key === undefined) throw failure('not-found', caseMissing, { id: caseId });
        if (text(caseId) === written) return;
        const author = annotators.key(annotator);
        events.appendRows('note', (number) => insert.run({ number, key, annotator: author, text: written, at: session.now() }));
      }),
  };
}
