/** What a person who is reading a case blind must not be told: whatever anybody else did on it. */
import type { Annotators } from './annotators.ts';
import type { Session } from './session.ts';

export interface Blindness {
  /** Cases that a person is reading blind; empty for nearly everybody. */
  blindCases(annotator: string): ReadonlySet<string>;
  /**
   * What an id stands for: `case`, one that this person is reading blind; `another's`, labels, an edit, a measurement, a pin or a
   * reading of such a case that is not their own. Null for all else.
   */
  hidden(annotator: string, id: string): 'case' | 'another\'s' | null;
}

export function createBlindness({ database }: Session, annotators: Annotators): Blindness {
  const cases = database.prepare<[number], { id: string }>(
    `SELECT "case".uuid AS id FROM reading JOIN "case" ON "case".id = reading."case"
     WHERE reading.annotator = ? AND reading.blind = 1 AND reading.finished_at IS NULL`,
  );
  /** `own`: the reading that keeps the person blind. Of a measurement, whoever made it first. */
  const belongs = database.prepare<{ person: number; id: string }, { what: string }>(
    `WITH own AS (SELECT id, "case" FROM reading WHERE annotator = :person AND blind = 1 AND finished_at IS NULL)
     SELECT 'case' AS what FROM own JOIN "case" ON "case".id = own."case" WHERE "case".uuid = :id
     UNION ALL SELECT 'another''s' FROM own JOIN labelmap ON labelmap."case" = own."case"
       WHERE labelmap.uuid = :id AND labelmap.reading IS NOT own.id
     UNION ALL SELECT 'another''s' FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN own ON own."case" = labelmap."case"
       WHERE edit.uuid = :id AND labelmap.reading IS NOT own.id
     UNION ALL SELECT 'another''s' FROM reading JOIN own ON own."case" = reading."case" WHERE reading.uuid = :id AND reading.id <> own.id
     UNION ALL SELECT 'another''s' FROM pin JOIN reading ON reading.id = pin.reading JOIN own ON own."case" = reading."case"
       WHERE pin.uuid = :id AND reading.id <> own.id
     UNION ALL SELECT 'another''s' FROM measurement JOIN own ON own."case" = measurement."case"
       WHERE measurement.uuid = :id AND measurement.annotator <> :person
         AND measurement.number = (SELECT min(number) FROM measurement AS first WHERE first.uuid = :id)
     LIMIT 1`,
  );
  const blindCases = (annotator: string): ReadonlySet<string> => {
    const person = annotators.find(annotator);
    return new Set(person === null ? [] : cases.all(person).map(({ id }) => id));
  };
  return {
    blindCases,
    hidden: (annotator, id) => {
      const person = annotators.find(annotator);
      return person === null ? null : (belongs.get({ person, id })?.what as ReturnType<Blindness['hidden']> | undefined) ?? null;
    },
  };
}
