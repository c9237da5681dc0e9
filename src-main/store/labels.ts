import { randomUUID } from 'node:crypto';
import { changedEntry, newEntry, type LabelEntry } from '#shared/labels/label-table.ts';
import type { EventLog } from './events.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';

type LabelRow = Omit<LabelEntry, 'locked'> & { readonly locked: number };

/** The project's label table. */
export function createLabels(session: Session, events: EventLog): ProjectStore['labels'] {
  const { database } = session;
  const all = database.prepare<[], LabelRow>(
    'SELECT label_index AS "index", value, name, colour, code, locked FROM label ORDER BY label_index',
  );
  const insert = database.prepare(
    `INSERT INTO label (label_index, uuid, value, name, colour, code, locked)
     VALUES (:index, :uuid, :value, :name, :colour, :code, :locked)`,
  );
  const update = database.prepare(
    'UPDATE label SET name = :name, colour = :colour, code = :code, locked = :locked WHERE label_index = :index',
  );
  const table = (): LabelEntry[] => all.all().map((row) => ({ ...row, locked: row.locked !== 0 }));

  return {
    table,
    add: (entry) =>
      inTransaction(session, () => {
        const added = newEntry(table(), entry);
        const uuid = randomUUID();
        insert.run({ ...added, uuid, locked: Number(added.locked) });
        events.append('label-added', { uuid, ...added });
        return added;
      }),
    change: (index, change) =>
      inTransaction(session, () => {
        const { name, colour, code, locked } = changedEntry(table(), index, change);
        update.run({ index, name, colour, code, locked: Number(locked) });
        events.append('label-changed', { index, name, colour, code, locked });
      }),
  };
}
