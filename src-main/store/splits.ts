import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import type { ProjectStore, TestSetRecord } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { testSetDrawn } from './store-sentences.ts';

/** Patients who are set aside for ever: the table only takes new rows, and takes them once. */
export function createTestSet(session: Session, events: EventLog, annotators: Annotators): ProjectStore['testSet'] {
  const { database } = session;
  const all = database.prepare<[], { patient: string; annotator: string; drawnAt: string }>(
    `SELECT patient, annotator.name AS annotator, added_at AS drawnAt
     FROM test_set JOIN annotator ON annotator.id = test_set.annotator`,
  );
  const insert = database.prepare('INSERT INTO test_set (patient, uuid, annotator, added_at) VALUES (:patient, :id, :annotator, :at)');
  const get = (): TestSetRecord | null => {
    const rows = all.all();
    const [first] = rows;
    return first === undefined ? null : { patients: rows.map(({ patient }) => patient).sort(), annotator: first.annotator, drawnAt: first.drawnAt };
  };
  return {
    get,
    seed: () => (events.told('test-set')[0] as { seed?: number } | undefined)?.seed ?? 0,
    draw: (patients, seed, annotator) =>
      inTransaction(session, () => {
        const drawn = get();
        if (drawn !== null) throw failure('conflict', testSetDrawn, { patients: drawn.patients.length, date: drawn.drawnAt.slice(0, 10) });
        const at = session.now();
        const author = annotators.key(annotator);
        for (const patient of patients) insert.run({ patient, id: randomUUID(), annotator: author, at });
        events.append('test-set', { patients, seed, annotator });
        return get()!;
      }),
  };
}

/** Who belonged together at the last cross-validation; what a training was taught with is in its snapshot. */
export function createFolds(session: Session, events: EventLog): ProjectStore['folds'] {
  const { database } = session;
  const all = database.prepare<[], { patient: string; fold: number }>('SELECT patient, fold FROM fold');
  const clear = database.prepare('DELETE FROM fold');
  const insert = database.prepare('INSERT INTO fold (patient, uuid, fold) VALUES (?, ?, ?)');
  const get = (): Map<string, number> => new Map(all.all().map(({ patient, fold }) => [patient, fold]));
  return {
    get,
    set: (foldOf) =>
      inTransaction(session, () => {
        const before = get();
        if (before.size === foldOf.size && [...foldOf].every(([patient, fold]) => before.get(patient) === fold)) return;
        clear.run();
        for (const [patient, fold] of foldOf) insert.run(patient, randomUUID(), fold);
        events.append('folds', { folds: Object.fromEntries(foldOf) });
      }),
  };
}
