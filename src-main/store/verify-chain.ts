import { finish } from '#shared/regions/grid.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { eventColumns, eventHash, noHash, textHash, type EventRow } from './events.ts';
import { createRowDigest, isRowKind, rowKinds } from './row-digest.ts';
import type { Session } from './session.ts';
import { wrong, type Finding, type Inspection } from './verify-finding.ts';
import { createRowNames } from './verify-names.ts';
import { logSentences as say } from './verify-sentences.ts';
import { inspectTestSet } from './verify-states.ts';

/** Where an event stands in the log. */
export interface EventPlace {
  readonly event: number;
  readonly at: string;
  readonly origin: string;
}

export interface LogReading {
  readonly wrong: readonly Finding[];
  /** Hashes, hexadecimal, of those events that are what they were when they were written. */
  readonly hashes: ReadonlyMap<string, EventPlace>;
  readonly newest: (EventPlace & { readonly hash: string }) | null;
  readonly events: number;
  readonly edits: number;
}

/** What is wrong with the log, an empty list where nothing is. */
export function verifyChain(session: Session): Sentence[] {
  return [...finish(inspectLog(session)).wrong, ...inspectTestSet(session)].map(({ sentence }) => sentence);
}

/**
 * Checks every event against its content and against the one before it, and that nothing lies there that it does not
 * tell of. What it cannot see is a log that was written anew from some event on, or whose end was cut off: for that,
 * compare its hashes with one noted elsewhere.
 */
export function* inspectLog({ database }: Session): Inspection<LogReading> {
  const digest = createRowDigest(database);
  const nameOf = createRowNames(database);
  const some = database.prepare<[number], EventRow>(`SELECT ${eventColumns} FROM event WHERE position > ? ORDER BY position LIMIT 500`);
  const { total } = database.prepare<[], { total: number }>('SELECT count(*) AS total FROM event').get()!;
  const found: Finding[] = [];
  const hashes = new Map<string, EventPlace>();
  const newest = new Map<string, EventRow>();
  const known = new Set<string>();
  let before: EventRow | null = null;
  let [events, edits] = [0, 0];
  // Not `iterate`: the digest asks the same connection while a statement is open.
  for (let part = some.all(Number.MIN_SAFE_INTEGER); part.length > 0; part = some.all(before!.position)) {
    for (const event of part) {
      const { position, kind, origin, at } = event;
      const ofOrigin = newest.get(origin);
      if (!follows(event, ofOrigin)) found.push(broken(event, before, ofOrigin));
      if (!event.hash.equals(eventHash(event))) found.push(wrong('log', fill(say.eventChanged, { number: position, kind }), { event: position }));
      else if (!event.payloadHash.equals(contentHash(event))) found.push(contentChanged(event));
      else hashes.set(event.hash.toString('hex'), { event: position, at, origin });
      newest.set(origin, event);
      known.add(event.hash.toString('hex'));
      before = event;
      events += 1;
      if (kind === 'edit') edits += 1;
      yield events / total;
    }
  }
  found.push(...strays());
  const last = before;
  return {
    wrong: found, hashes, events, edits,
    newest: last && { hash: last.hash.toString('hex'), event: last.position, at: last.at, origin: last.origin },
  };

  function follows({ seq, kind, prevHash }: EventRow, ofOrigin: EventRow | undefined): boolean {
    if (ofOrigin !== undefined) return seq === ofOrigin.seq + 1 && prevHash.equals(ofOrigin.hash);
    return seq === 1 && kind === 'origin' && (before === null ? prevHash.equals(noHash) : known.has(prevHash.toString('hex')));
  }
  function contentHash({ kind, payload, position }: EventRow): Buffer {
    return isRowKind(kind) ? digest(kind, position) : textHash(payload ?? '');
  }
  function contentChanged({ kind, position }: EventRow): Finding {
    if (!isRowKind(kind)) return wrong('log', fill(say.eventChanged, { number: position, kind }), { event: position });
    const name = nameOf(kind, position);
    return wrong(name.kind, fill(name.isThere ? say.rowsChanged : say.rowsGone, { what: name.sentence }), { event: position, case: name.case });
  }
  function strays(): Finding[] {
    const rows = rowKinds.flatMap((kind) =>
      database.prepare<[string], number>(`SELECT DISTINCT number FROM ${kind} LEFT JOIN event ON event.position = ${kind}.number WHERE event.kind IS NOT ?`)
        .pluck().all(kind).map((number) => {
          const name = nameOf(kind, number);
          return wrong(name.kind, fill(say.rowsStray, { what: name.sentence }), { event: number, case: name.case });
        }));
    const tiles = database.prepare<[], number>('SELECT DISTINCT tile.edit FROM tile LEFT JOIN edit ON edit.number = tile.edit WHERE edit.number IS NULL')
      .pluck().all().map((number) => wrong('edit', fill(say.tilesStray, { number }), { event: number }));
    return [...rows, ...tiles];
  }
}

/** Which of the ways in which an event can fail to follow. */
function broken({ position, kind, seq }: EventRow, before: EventRow | null, ofOrigin: EventRow | undefined): Finding {
  if (before === null) return wrong('log', fill(say.beginningCut, { number: position, kind }), { event: position });
  const missing = position - before.position - 1;
  if (missing > 0 && ofOrigin !== undefined && seq > ofOrigin.seq + 1) {
    return wrong('log', fill(say.eventsMissing, { missing, before: before.position, after: position }), { event: position });
  }
  return wrong('log', fill(say.chainBroken, { number: position, kind, before: before.position }), { event: position });
}
