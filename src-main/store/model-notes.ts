/** What is said of models after they were trained, as a log: their names, notes on them, and that their files were deleted. */
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import type { ModelChange, ModelReferences } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { modelMissing } from './store-sentences.ts';

/** To the tables of a query on `model`: what was last said of each, as `said`. */
export const newestNote = `LEFT JOIN model_note AS said ON said.number = (SELECT max(number) FROM model_note WHERE model_note.model = model.id)`;

interface NoteRow {
  readonly key: number;
  readonly name: string;
  readonly note: string;
  readonly removed: number;
}

export interface ModelNotes {
  describe(id: string, change: ModelChange, annotator: string): void;
  remove(id: string, annotator: string): void;
  references(id: string): ModelReferences;
}

export function createModelNotes(session: Session, events: EventLog, annotators: Annotators): ModelNotes {
  const { database } = session;
  const one = database.prepare<[string], NoteRow>(
    `SELECT model.id AS key, coalesce(said.name, model.name) AS name, coalesce(said.text, '') AS note, coalesce(said.removed, 0) AS removed
     FROM model ${newestNote} WHERE model.uuid = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO model_note (number, model, annotator, name, text, removed, at)
     VALUES (:number, :key, :annotator, :name, :note, :removed, :at)`,
  );
  const children = database.prepare<[number], string>(
    `SELECT coalesce(said.name, model.name) FROM model ${newestNote} WHERE model.parent = ? AND coalesce(said.removed, 0) = 0 ORDER BY model.number`,
  ).pluck();
  const queued = database.prepare<[number], number>('SELECT count(*) FROM queue WHERE model = ? AND outcome IS NULL').pluck();
  const active = database.prepare<[number], number>('SELECT active_model IS ? FROM project').pluck();
  const dropScores = database.prepare('DELETE FROM score WHERE model = ?');
  const present = (id: string): NoteRow => {
    const row = one.get(id);
    if (row === undefined || row.removed !== 0) throw failure('not-found', modelMissing, { id });
    return row;
  };
  const write = (row: NoteRow, by: string): void => {
    const annotator = annotators.key(by);
    events.appendRows('model_note', (number) => insert.run({ number, ...row, annotator, at: session.now() }));
  };

  return {
    describe: (id, { name, note }, annotator) =>
      inTransaction(session, () => {
        const row = present(id);
        const said = { ...row, name: name ?? row.name, note: note ?? row.note };
        if (said.name !== row.name || said.note !== row.note) write(said, annotator);
      }),
    remove: (id, annotator) =>
      inTransaction(session, () => {
        const row = present(id);
        write({ ...row, removed: 1 }, annotator);
        dropScores.run(row.key);
      }),
    references: (id) => {
      const { key } = present(id);
      return { active: active.get(key) !== 0, children: children.all(key), queued: queued.get(key) ?? 0 };
    },
  };
}
