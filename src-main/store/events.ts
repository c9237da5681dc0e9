/**
 * The chain of events: each names the hash of its content and of the event before it, so that nothing
 * in the log can be changed, left out or put in unseen. One chain for each copy of the project
 * (`origin`); a copy's chain begins with the last event of the one that it was copied from.
 */
import { createHash } from 'node:crypto';
import { createRowDigest, isRowKind, rowHash, type RowKind } from './row-digest.ts';
import type { LogHead } from './project-log.ts';
import { inTransaction, type Session } from './session.ts';

export interface EventRow {
  readonly position: number;
  readonly origin: string;
  readonly seq: number;
  readonly kind: string;
  readonly at: string;
  readonly payload: string | null;
  readonly payloadHash: Buffer;
  readonly prevHash: Buffer;
  /** Over all of the event but its place in this file. */
  readonly hash: Buffer;
}

/** Before the first event of all. */
export const noHash: Buffer = Buffer.alloc(32);

export const eventColumns = 'position, origin, seq, kind, at, payload, payload_hash AS payloadHash, prev_hash AS prevHash, hash';

/** What an event's `hash` is, and the next event's `prev_hash`. */
export function eventHash({ origin, seq, kind, at, payload, payloadHash, prevHash }: Omit<EventRow, 'position' | 'hash'>): Buffer {
  return rowHash({ origin, seq, kind, at, payload, payloadHash, prevHash });
}

export function textHash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

export interface EventLog {
  /** An event whose content is JSON: with `by`, whoever acts, where that is an object that names neither `by` nor `annotator`. */
  append(kind: string, payload: unknown): void;
  /**
   * An event whose content is rows of their own tables.
   * @param write writes them, under the position given; @returns what it returns
   */
  appendRows<Result>(kind: RowKind, write: (position: number) => Result): Result;
  /** Opens the chain of this copy of the project. @param origin a new UUID; all later events belong to it */
  begin(origin: string): void;
  /** Hash of the newest event, hexadecimal; null in an empty log. */
  head(): string | null;
  newest(): LogHead | null;
  /** Contents of the events of a kind, oldest first; without those that can no longer be read. */
  told(kind: string): readonly unknown[];
}

export function createEventLog(session: Session): EventLog {
  const { database } = session;
  const digest = createRowDigest(database);
  const newest = database.prepare<[string], EventRow>(`SELECT ${eventColumns} FROM event WHERE origin = +? ORDER BY seq DESC LIMIT 1`);
  const lastPosition = database.prepare<[], { position: number }>('SELECT coalesce(max(position), 0) AS position FROM event');
  const ofKind = database.prepare<[string], string>('SELECT payload FROM event WHERE kind = ? AND payload IS NOT NULL ORDER BY position').pluck();
  const project = database.prepare<[], { origin: string; uuid: string; name: string }>('SELECT origin, uuid, name FROM project');
  const setOrigin = database.prepare('UPDATE project SET origin = ?');
  const insert = database.prepare(
    `INSERT INTO event (position, origin, seq, kind, at, payload, payload_hash, prev_hash, hash)
     VALUES (:position, :origin, :seq, :kind, :at, :payload, :payloadHash, :prevHash, :hash)`,
  );

  const originNow = (): string => project.get()!.origin;
  const nextPosition = (): number => lastPosition.get()!.position + 1;
  const put = (kind: string, payload: string | null, payloadHash: Buffer, origin: string, before: EventRow | undefined): void => {
    const seq = before?.origin === origin ? before.seq + 1 : 1;
    const event = { origin, seq, kind, at: session.now(), payload, payloadHash, prevHash: before?.hash ?? noHash };
    insert.run({ ...event, position: nextPosition(), hash: eventHash(event) });
  };

  return {
    append: (kind, payload) =>
      inTransaction(session, () => {
        if (isRowKind(kind)) throw new Error(`events of the kind ${kind} are written with their rows`);
        const text = JSON.stringify(signed(payload ?? null, session.who?.() ?? null));
        put(kind, text, textHash(text), originNow(), newest.get(originNow()));
      }),
    appendRows: (kind, write) =>
      inTransaction(session, () => {
        const position = nextPosition();
        const result = write(position);
        put(kind, null, digest(kind, position), originNow(), newest.get(originNow()));
        return result;
      }),
    begin: (origin) =>
      inTransaction(session, () => {
        const before = newest.get(originNow());
        const { uuid, name } = project.get()!;
        const text = JSON.stringify({ continues: before?.origin ?? null, project: uuid, name });
        put('origin', text, textHash(text), origin, before);
        setOrigin.run(origin);
      }),
    head: () => newest.get(originNow())?.hash.toString('hex') ?? null,
    newest: () => {
      const found = newest.get(originNow());
      return found === undefined ? null : { hash: found.hash.toString('hex'), event: found.position, origin: found.origin, at: found.at };
    },
    told: (kind) => ofKind.all(kind).flatMap(contentOf),
  };
}

function signed(payload: unknown, who: string | null): unknown {
  if (who === null || typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const { by, annotator } = payload as { by?: unknown; annotator?: unknown };
  return (by ?? annotator ?? null) === null ? { ...payload, by: who } : payload;
}

function contentOf(payload: string): unknown[] {
  try {
    return [JSON.parse(payload)];
  } catch {
    // Damaged or tampered with, which is told by whoever verifies the log.
    return [];
  }
}
