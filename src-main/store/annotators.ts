import { randomUUID } from 'node:crypto';
import type { Session } from './session.ts';

export interface Annotators {
  /** Key of a person's row, made at the first call. To be called within a transaction. */
  key(name: string): number;
}

export function createAnnotators({ database }: Session): Annotators {
  const find = database.prepare<[string], { id: number }>('SELECT id FROM annotator WHERE name = ?');
  const insert = database.prepare('INSERT INTO annotator (uuid, name) VALUES (?, ?)');
  return { key: (name) => find.get(name)?.id ?? Number(insert.run(randomUUID(), name).lastInsertRowid) };
}
