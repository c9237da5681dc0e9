/** What the log tells in JSON, read again: the state that a table must be in, were it made from its events alone. */
import type Sqlite from 'better-sqlite3';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { stateSentences as say } from './verify-sentences.ts';

export interface Told {
  readonly event: number;
  readonly kind: string;
  readonly at: string;
  readonly payload: unknown;
}

/** Events of some kinds, oldest first; what is no JSON any more is left out, since its hash tells so. */
export function toldEvents(database: Sqlite.Database, kinds: readonly string[]): Told[] {
  return database.prepare<string[], Omit<Told, 'payload'> & { payload: string }>(
    `SELECT position AS event, kind, at, payload FROM event WHERE payload IS NOT NULL AND kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY position`,
  ).all(...kinds).flatMap((told) => {
    try {
      return [{ ...told, payload: JSON.parse(told.payload) as unknown }];
    } catch {
      return [];
    }
  });
}

/** Applies one event after the other; one whose content has not the form of its kind is told of instead. */
export function retell(events: readonly Told[], apply: (told: Told) => void): Finding[] {
  return events.flatMap((told) => {
    try {
      apply(told);
      return [];
    } catch {
      return [wrong('log', fill(say.unreadableEvent, { number: told.event, kind: told.kind }), { event: told.event })];
    }
  });
}

/** One thing that is not as the log tells. */
export interface Difference {
  /** What of it: its name, its value. */
  readonly aspect: Sentence;
  readonly now: unknown;
  readonly then: unknown;
}

/** Compared as JSON, in which the log holds it. */
export function differences(aspects: Readonly<Record<string, Sentence>>, now: Readonly<Record<string, unknown>>, then: Readonly<Record<string, unknown>>): Difference[] {
  return Object.entries(aspects).flatMap(([key, aspect]) =>
    (JSON.stringify(now[key] ?? null) === JSON.stringify(then[key] ?? null) ? [] : [{ aspect, now: now[key], then: then[key] }]));
}

/** `now` and `then` where they are short enough to be read. */
export function differenceSentence(what: Sentence, { aspect, now, then }: Difference): Sentence {
  const [is, was] = [shown(now), shown(then)];
  return is === null || was === null ? fill(say.differs, { what, aspect }) : fill(say.differsFrom, { what, aspect, now: is, then: was });
}

function shown(value: unknown): Sentence | string | null {
  if (value === null || value === undefined) return say.nothing;
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  return text.length <= 80 ? text : null;
}
