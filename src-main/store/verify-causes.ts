/**
 * What was changed in a row of the log, where that can be told: the hash in its event says whether a guess is what was
 * written. Guesses are written into the copy that is looked at and taken back.
 */
import type Sqlite from 'better-sqlite3';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { createRowDigest } from './row-digest.ts';
import type { Finding, Inspection } from './verify-finding.ts';
import { createRowNames } from './verify-names.ts';
import { causeSentences as say } from './verify-sentences.ts';

interface Guess {
  readonly column: string;
  readonly value: string | number;
  readonly sentence: Sentence;
}

/** More voxels than a stroke has would be hashed again for each guess. */
const mostBytes = 100_000;
/** An edit is written down in the moment before its event. */
const earliestMs = 1000;

/** Of a log that was changed all over, a guess for each would keep everybody waiting. */
const mostNamed = 100;

/** @param database a copy without the triggers that keep rows as they are. @returns the findings, with causes where they are known */
export function* nameCauses(database: Sqlite.Database, found: readonly Finding[]): Inspection {
  const digest = createRowDigest(database);
  const nameOf = createRowNames(database);
  const written = database.prepare<[number], { kind: string; at: string; payloadHash: Buffer }>('SELECT kind, at, payload_hash AS payloadHash FROM event WHERE position = ?');
  const bytes = database.prepare<[number], number>('SELECT coalesce(sum(length(runs)), 0) FROM tile WHERE edit = ?').pluck();
  const people = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM annotator').all();
  const nameOfKey = (key: number): string => people.find(({ id }) => id === key)?.name ?? '–';

  const guesses = (kind: 'edit' | 'review', number: number, at: string, what: Sentence): Guess[] => {
    const row = database.prepare<[number], { annotator: number; state?: string; madeAt?: string }>(
      kind === 'edit' ? 'SELECT annotator, made_at AS madeAt FROM edit WHERE number = ?' : 'SELECT annotator, state FROM review WHERE number = ? LIMIT 1',
    ).get(number);
    if (row === undefined) return [];
    const authors = people.map(({ id, name }): Guess => ({ column: 'annotator', value: id, sentence: fill(say.author, { what, now: nameOfKey(row.annotator), then: name }) }));
    const states = kind === 'edit' ? [] : ['complete', 'incomplete', 'reviewed', 'returned'].map((state): Guess => (
      { column: 'state', value: state, sentence: fill(say.state, { what, then: say.states[state as keyof typeof say.states] }) }));
    const times = kind === 'review' ? [] : Array.from({ length: earliestMs }, (_, before): Guess => {
      const time = new Date(Date.parse(at) - before).toISOString();
      return { column: 'made_at', value: time, sentence: fill(say.time, { what, now: row.madeAt ?? '–', then: time }) };
    });
    return [...authors, ...states, ...times];
  };

  const named = (finding: Finding): Finding => {
    const { kind, event } = finding;
    if ((kind !== 'edit' && kind !== 'review') || event === null || bytes.get(event)! > mostBytes) return finding;
    const name = nameOf(kind, event);
    const told = written.get(event);
    if (!name.isThere || told?.kind !== kind || Number.isNaN(Date.parse(told.at))) return finding;
    const right = guesses(kind, event, told.at, name.sentence).find(({ column, value }) => {
      database.exec('SAVEPOINT guess');
      try {
        database.prepare(`UPDATE ${kind} SET ${column} = ? WHERE number = ?`).run(value, event);
        return digest(kind, event).equals(told.payloadHash);
      } finally {
        database.exec('ROLLBACK TO guess; RELEASE guess');
      }
    });
    return right === undefined ? finding : { ...finding, sentence: right.sentence };
  };
  const all: Finding[] = [];
  for (const [at, finding] of found.entries()) {
    yield at / found.length;
    all.push(at < mostNamed ? named(finding) : finding);
  }
  return all;
}

/** Takes away, in a copy, what keeps its rows from being changed. */
export function dropGuards(database: Sqlite.Database): void {
  const triggers = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of triggers) database.exec(`DROP TRIGGER "${name.replaceAll('"', '""')}"`);
}
