/** What a person calls the rows of the log: by number, and by the case that they are about. */
import type Sqlite from 'better-sqlite3';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { rowKinds, type RowKind } from './row-digest.ts';
import type { Finding } from './verify-finding.ts';
import { entryNames, nameSentences as say } from './verify-sentences.ts';

export interface RowName {
  readonly sentence: Sentence;
  /** Null where it is about none, or that can no longer be found. */
  readonly case: string | null;
  readonly kind: Finding['kind'];
  /** Whether there is a row of that number. */
  readonly isThere: boolean;
}

interface Found {
  readonly case: string | null;
  readonly name: string | null;
}

/** How the case is found from a row; outer joins, since what a row names may be gone. */
const toCase: Readonly<Record<string, string>> = {
  edit: 'LEFT JOIN labelmap ON labelmap.id = edit.labelmap LEFT JOIN "case" ON "case".id = labelmap."case"',
  review: 'LEFT JOIN reading ON reading.id = review.reading LEFT JOIN "case" ON "case".id = reading."case"',
  pin: 'LEFT JOIN reading ON reading.id = pin.reading LEFT JOIN "case" ON "case".id = reading."case"',
  consensus: 'LEFT JOIN labelmap ON labelmap.id = consensus.labelmap LEFT JOIN "case" ON "case".id = labelmap."case"',
  measurement: 'LEFT JOIN "case" ON "case".id = measurement."case"',
  note: 'LEFT JOIN "case" ON "case".id = note."case"',
};
/** A name of its own. */
const ownName: Readonly<Record<string, string>> = { snapshot: 'path', model: 'name', model_note: 'name' };

function sqlOf(kind: RowKind): string {
  const joined = toCase[kind];
  return `SELECT ${joined === undefined ? 'NULL' : '"case".name'} AS "case", ${ownName[kind] ?? 'NULL'} AS name FROM ${kind} ${joined ?? ''}
    WHERE ${kind}.number = ? LIMIT 1`;
}

export function createRowNames(database: Sqlite.Database): (kind: RowKind, number: number) => RowName {
  const statements = new Map(rowKinds.map((kind) => [kind, database.prepare<[number], Found>(sqlOf(kind))]));
  return (kind, number) => {
    const found = statements.get(kind)!.get(number);
    return { sentence: sentenceOf(kind, number, found), case: found?.case ?? null, kind: findingKind(kind), isThere: found !== undefined };
  };
}

function findingKind(kind: RowKind): Finding['kind'] {
  return kind === 'edit' || kind === 'review' || kind === 'model' ? kind : 'entry';
}

function sentenceOf(kind: RowKind, number: number, found: Found | undefined): Sentence {
  const entry: Sentence = (entryNames as Partial<Record<string, Sentence>>)[kind] ?? fill(say.other, { kind });
  if (found?.case != null) return fill(say.ofCase, { entry, number, name: found.case });
  return found?.name != null ? fill(say.named, { entry, number, name: found.name }) : fill(say.numbered, { entry, number });
}
