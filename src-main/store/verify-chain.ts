import { fill, type Sentence } from '#shared/text/sentence.ts';
import { eventColumns, eventHash, noHash, textHash, type EventRow } from './events.ts';
import { createRowDigest, isRowKind, rowKinds } from './row-digest.ts';
import type { Session } from './session.ts';
import { chainBroken, eventChanged, rowsWithoutEvent, testSetChanged } from './store-sentences.ts';

/**
 * Checks every event against its content and against the one before it. What it cannot see is a log
 * whose end was cut off: for that, compare its head with one noted elsewhere (each export notes it).
 * @returns what is wrong, an empty list where nothing is
 */
export function verifyChain({ database }: Session): Sentence[] {
  const digest = createRowDigest(database);
  const events = database.prepare<[], EventRow>(`SELECT ${eventColumns} FROM event ORDER BY position`);
  const wrong: Sentence[] = [];
  const newest = new Map<string, EventRow>();
  const known = new Set<string>();
  // Not `iterate`: the digest asks the same connection while a statement is open.
  for (const event of events.all()) {
    const { seq, kind, origin } = event;
    const before = newest.get(origin);
    const follows = before
      ? seq === before.seq + 1 && event.prevHash.equals(before.hash)
      : seq === 1 && kind === 'origin' && (known.size === 0 ? event.prevHash.equals(noHash) : known.has(event.prevHash.toString('hex')));
    if (!follows) wrong.push(fill(chainBroken, { seq, kind }));
    if (!event.payloadHash.equals(contentHash(event)) || !event.hash.equals(eventHash(event))) wrong.push(fill(eventChanged, { seq, kind }));
    newest.set(origin, event);
    known.add(event.hash.toString('hex'));
  }
  for (const kind of rowKinds) {
    const strays = database.prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM ${kind} LEFT JOIN event ON event.position = ${kind}.number WHERE event.kind IS NOT ?`,
    );
    const { count } = strays.get(kind)!;
    if (count > 0) wrong.push(fill(rowsWithoutEvent, { count, kind }));
  }
  const { count } = database.prepare<[], { count: number }>(
    'SELECT count(*) AS count FROM tile LEFT JOIN edit ON edit.number = tile.edit WHERE edit.number IS NULL',
  ).get()!;
  if (count > 0) wrong.push(fill(rowsWithoutEvent, { count, kind: 'tile' }));
  if (!testSetIsTheDrawnOne(database)) wrong.push(testSetChanged);
  return wrong;

  function contentHash({ kind, payload, position }: EventRow): Buffer {
    return isRowKind(kind) ? digest(kind, position) : textHash(payload ?? '');
  }
}

/** Its rows stand for no position of the log: the event that drew them names them. */
function testSetIsTheDrawnOne(database: Session['database']): boolean {
  const rows = database.prepare<[], { patient: string }>('SELECT patient FROM test_set').all().map(({ patient }) => patient).sort();
  const drawn = database.prepare<[], { payload: string }>("SELECT payload FROM event WHERE kind = 'test-set'").all()
    .flatMap(({ payload }) => patientsIn(payload)).sort();
  return JSON.stringify(rows) === JSON.stringify(drawn);
}

function patientsIn(payload: string): readonly string[] {
  try {
    return (JSON.parse(payload) as { patients: string[] }).patients;
  } catch {
    // Changed: its own hash has told so already.
    return [];
  }
}
