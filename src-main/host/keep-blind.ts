/**
 * Keeps from a person who is reading a case blind whatever others did on it. A call that names something of such a case is
 * refused, unless it is one of those that tell nothing or leave it out by themselves; so a new call is refused until
 * somebody has looked at it.
 */
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { peopleSentences } from '../use-cases/people-sentences.ts';

/** They may name the case: what they tell of it, or do to it, is the person's own. */
const tellNothing: ReadonlySet<string> = new Set([
  'cases.get', 'cases.note', 'labels.open', 'labels.inspectMask', 'labels.importMask', 'measurements.list', 'measurements.add', 'measurements.table',
  'export.start', 'settings.rememberPlace', 'thumbnails',
]);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * @param store null where no project is open
 * @param call its path in the contract, joined by dots
 * @param input of the call, whatever it is
 * @throws UserFacingError `conflict`
 */
export function keepBlind(store: ProjectStore | null, person: string, call: string, input: unknown): void {
  if (store === null || store.secondReadings.blindCases(person).size === 0) return;
  for (const id of idsIn(input)) {
    const what = store.secondReadings.hidden(person, id.toLowerCase());
    if (what === null || (what === 'case' && tellNothing.has(call))) continue;
    throw failure('conflict', peopleSentences.blind, {});
  }
}

function* idsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (uuid.test(value)) yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (uuid.test(key)) yield key;
      yield* idsIn(part);
    }
  }
}
