import type Sqlite from 'better-sqlite3';
import type { Sentence } from '#shared/text/sentence.ts';

/** What every subject of the store works with while a project is open. */
export interface Session {
  readonly database: Sqlite.Database;
  /** Absolute path of the project's folder. */
  readonly folder: string;
  /** Why nothing can be written; null where it can. */
  readonly readOnly: Sentence | null;
  /** The present time, ISO 8601 in UTC. */
  readonly now: () => string;
  /** Who acts just now, for events that name nobody by themselves; null: nobody, the program does it. */
  readonly who?: () => string | null;
}

/**
 * Work of the store that takes long: it stops in many places, always between transactions, so that others' strokes come in between, and yields
 * how much of it is done. Whoever throws it away leaves what was written until then.
 */
export type Pieces<Result> = Generator<number, Result, void>;

/** Of each open file the one that runs whatever it is given: to make one costs as much as two statements. */
const transactions = new WeakMap<Sqlite.Database, Sqlite.Transaction<(step: () => unknown) => unknown>>();

/**
 * All of `work` or nothing of it. Within another transaction it becomes a part of that one.
 * IMMEDIATE, so that nothing is read on which a later write of the same transaction could fail.
 */
export function inTransaction<Result>(session: Pick<Session, 'database'>, work: () => Result): Result {
  const { database } = session;
  let transaction = transactions.get(database);
  if (transaction === undefined) {
    transaction = database.transaction((step: () => unknown) => step());
    transactions.set(database, transaction);
  }
  return transaction.immediate(work) as Result;
}
