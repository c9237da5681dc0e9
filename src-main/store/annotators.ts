/**
 * People, each under an id of their own. The chain of events knows rows by such ids, so whose name belongs to which
 * id is an event of its own.
 */
import { randomUUID } from 'node:crypto';
import { cleanPersonName, foldPersonName, isProgramsName } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EventLog } from './events.ts';
import { inTransaction, type Session } from './session.ts';
import type { PeopleStore } from './slice-work.ts';
import { noPersonName } from './store-sentences.ts';

export interface Annotators {
  /** Key of a person's row, made at the first call; names that differ in case alone are one person's. To be called within a transaction. @param id where the person has one in another copy of the project */
  key(name: string, id?: string): number;
  /** Null where nobody has this name. */
  find(name: string): number | null;
}

export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** The kind of event that tells what people are called from then on: `{ people: NamedPerson[] }`. */
export const peopleNamed = 'people-named';

export function createAnnotators({ database }: Session, events: EventLog): Annotators {
  const exactly = database.prepare<[string], { id: number }>('SELECT id FROM annotator WHERE name = ?');
  const all = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM annotator ORDER BY id');
  const known = database.prepare<[string]>('SELECT 1 FROM annotator WHERE uuid = ?');
  const insert = database.prepare('INSERT INTO annotator (uuid, name) VALUES (?, ?)');
  // Projects of before may hold two people whose names differ in case: each is still found by their own.
  const find = (name: string): number | null => {
    const found = exactly.get(name);
    if (found !== undefined) return found.id;
    const folded = foldPersonName(name);
    return all.all().find((one) => foldPersonName(one.name) === folded)?.id ?? null;
  };
  return {
    find,
    key: (name, wanted) => {
      const found = find(name);
      if (found !== null) return found;
      const id = wanted === undefined || known.get(wanted) !== undefined ? randomUUID() : wanted;
      const key = Number(insert.run(id, name).lastInsertRowid);
      events.append(peopleNamed, { people: [{ id, name }] });
      return key;
    },
  };
}

export function createPeople(session: Session, annotators: Annotators): PeopleStore {
  const { database } = session;
  const all = database.prepare<[], NamedPerson>('SELECT uuid AS id, name FROM annotator ORDER BY annotator.id');
  const byKey = database.prepare<[number], NamedPerson>('SELECT uuid AS id, name FROM annotator WHERE id = ?');
  return {
    list: () => all.all().filter(({ name }) => !isProgramsName(name)),
    known: (name) => {
      const key = annotators.find(name);
      return key === null ? name : byKey.get(key)!.name;
    },
    add: (written) => {
      const name = cleanPersonName(written);
      if (name === null) throw failure('bad-input', noPersonName, {});
      const found = annotators.find(name);
      return found === null ? inTransaction(session, () => byKey.get(annotators.key(name))!) : byKey.get(found)!;
    },
  };
}

/** Tells the log the names of those whom a program of before wrote down without it. To be called within a transaction. */
export function tellNames({ database }: Session, events: EventLog): void {
  const people = database.prepare<[], NamedPerson>('SELECT uuid AS id, name FROM annotator ORDER BY id').all();
  const told = new Set(events.told(peopleNamed).flatMap((event) => (event as { people?: NamedPerson[] } | null)?.people ?? []).map(({ id }) => id));
  const untold = people.filter(({ id }) => !told.has(id));
  if (untold.length > 0) events.append(peopleNamed, { people: untold });
}
