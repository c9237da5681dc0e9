import { randomUUID } from 'node:crypto';
import {
  changedEntry, checkedLook, defaultLook, newEntry, type LabelEntry, type LabelLook, type ListedLabel,
} from '#shared/labels/label-table.ts';
import { labelInUse, labelUnknown, orderIncomplete } from '#shared/labels/label-sentences.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import type { LabelUse } from './label-use.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';

type LabelRow = Omit<ListedLabel, 'locked' | 'visible' | 'visibleIn3d'> & Readonly<Record<'locked' | 'visible' | 'visibleIn3d', number>> & { readonly uuid: string };

/** What other subjects of the store ask of the table beside. */
export interface StoredLabels extends Omit<ProjectStore['labels'], 'remove'> {
  /** Brings removed labels back; to be called within a transaction. @returns those that there were */
  revive(indices: ReadonlySet<number>): readonly number[];
  /** @param use who has voxels of a label, now or ever */
  remove(indices: readonly number[], use: LabelUse): void;
}

const columns = 'label_index AS "index", uuid, value, name, colour, code, locked, opacity, visible, visible_in_3d AS visibleIn3d';

/** The project's label table. */
export function createLabels(session: Session, events: EventLog): StoredLabels {
  const { database } = session;
  const byIndex = database.prepare<[], LabelRow>(`SELECT ${columns} FROM label WHERE removed_at IS NULL ORDER BY label_index`);
  const byPlace = database.prepare<[], LabelRow>(`SELECT ${columns} FROM label WHERE removed_at IS NULL ORDER BY place IS NULL, place, label_index`);
  const gone = database.prepare<[], LabelRow>(`SELECT ${columns} FROM label WHERE removed_at IS NOT NULL ORDER BY label_index`);
  const insert = database.prepare(
    `INSERT INTO label (label_index, uuid, value, name, colour, code, locked, opacity, visible, visible_in_3d)
     VALUES (:index, :uuid, :value, :name, :colour, :code, :locked, :opacity, :visible, :visibleIn3d)`,
  );
  const update = database.prepare(
    `UPDATE label SET name = :name, colour = :colour, code = :code, locked = :locked, opacity = :opacity, visible = :visible,
       visible_in_3d = :visibleIn3d, removed_at = NULL WHERE label_index = :index`,
  );
  const setPlace = database.prepare('UPDATE label SET place = ? WHERE label_index = ?');
  const setRemoved = database.prepare('UPDATE label SET removed_at = ?, place = NULL WHERE label_index = ?');
  const forget = database.prepare('DELETE FROM label WHERE label_index = ?');

  const table = (): LabelEntry[] => byIndex.all().map(entryOf);
  const removed = (): ListedLabel[] => gone.all().map(listed);
  const write = (statement: typeof insert, label: ListedLabel, uuid?: string): void => {
    const { locked, visible, visibleIn3d, ...rest } = label;
    statement.run({ ...rest, ...(uuid === undefined ? {} : { uuid }), locked: Number(locked), visible: Number(visible), visibleIn3d: Number(visibleIn3d) });
  };

  const add: StoredLabels['add'] = (entry, look = {}) => {
    const before = gone.all();
    const added = newEntry(table(), entry, before.map(entryOf));
    const label = { ...added, ...checkedLook({ ...defaultLook, ...look }) };
    const known = before.find(({ index }) => index === added.index);
    const uuid = known?.uuid ?? randomUUID();
    write(known === undefined ? insert : update, label, known === undefined ? uuid : undefined);
    events.append('label-added', { uuid, ...added });
    return added;
  };
  const change: StoredLabels['change'] = (index, changes) => {
    const entry = changedEntry(table(), index, changes);
    const present = byIndex.all().map(listed).find((label) => label.index === index)!;
    write(update, { ...entry, ...checkedLook({ ...present, ...lookIn(changes) }) });
    const { name, colour, code, locked } = entry;
    // How a label is shown says nothing of what was drawn: a slider that is dragged leaves no trail.
    const isSaid = present.name !== name || present.colour !== colour || present.code !== code || present.locked !== locked;
    if (isSaid) events.append('label-changed', { index, name, colour, code, locked });
  };

  return {
    table,
    removed,
    listed: () => byPlace.all().map(listed),
    add: (entry, look) => inTransaction(session, () => add(entry, look)),
    change: (index, changes) => inTransaction(session, () => change(index, changes)),
    addAndChange: (added, changed) =>
      inTransaction(session, () => {
        for (const [index, changes] of changed) change(index, changes);
        return added.map(({ entry, look }) => add(entry, look));
      }),
    order: (indices) =>
      inTransaction(session, () => {
        const present = table().map(({ index }) => index);
        if (new Set(indices).size !== indices.length || indices.length !== present.length || !present.every((index) => indices.includes(index))) {
          throw failure('conflict', orderIncomplete, {});
        }
        for (const [at, index] of indices.entries()) setPlace.run(at + 1, index);
        events.append('labels-ordered', { indices });
      }),
    remove: (indices, use) =>
      inTransaction(session, () => {
        for (const index of new Set(indices)) {
          const label = byIndex.all().find((one) => one.index === index);
          if (label === undefined) throw failure('not-found', labelUnknown, { index });
          const { uuid, value, name } = label;
          const holders = use.casesWith(index);
          if (holders[0] !== undefined) throw failure('conflict', labelInUse, { name, cases: holders.length, example: holders[0] });
          // An index that nothing ever named is free again; any other keeps its meaning for ever.
          if (use.isKnown(index)) setRemoved.run(session.now(), index);
          else forget.run(index);
          events.append('label-removed', { uuid, index, value, name });
        }
      }),
    revive: (indices) => removed().filter(({ index }) => indices.has(index)).map((label) => {
      write(update, label);
      events.append('label-restored', { index: label.index });
      return label.index;
    }),
  };
}

function entryOf({ index, value, name, colour, code, locked }: LabelRow): LabelEntry {
  return { index, value, name, colour, code, locked: locked !== 0 };
}

function listed(row: LabelRow): ListedLabel {
  return { ...entryOf(row), opacity: row.opacity, visible: row.visible !== 0, visibleIn3d: row.visibleIn3d !== 0 };
}

function lookIn({ opacity, visible, visibleIn3d }: Partial<LabelLook>): Partial<LabelLook> {
  return Object.fromEntries(Object.entries({ opacity, visible, visibleIn3d }).filter(([, value]) => value !== undefined));
}
