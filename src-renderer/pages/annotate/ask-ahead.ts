/** What opening a case asks the host first, asked on the way to its page: the answers come while the page is being made. */
import { client } from '../../connection/client.ts';
import { heldPerson } from '../../connection/person.ts';
import type { LabelsOf } from './open-case.ts';

export interface AskedAhead {
  readonly opened: ReturnType<typeof client.labels.open>;
  readonly lastPlace: ReturnType<typeof client.settings.lastPlace>;
}

/** Older answers may no longer be true. */
const freshMs = 2000;
let asked: { readonly caseId: string; readonly of: LabelsOf; readonly person: string | null; readonly atMs: number; readonly answers: AskedAhead } | null = null;

/** @param query of the address: it may ask for what readers came to together */
export function labelsAsked(query: Readonly<Record<string, unknown>>): LabelsOf {
  return query['labels'] === 'consensus' ? 'consensus' : 'own';
}

export function askAhead(caseId: string, of: LabelsOf = 'own'): void {
  asked = { caseId, of, person: heldPerson(), atMs: performance.now(), answers: ask(caseId, of) };
}

/** Of that case: what was asked for it, once and by the same person; else it is asked now. */
export function takeAsked(caseId: string, of: LabelsOf = 'own'): AskedAhead {
  const isFresh = asked?.caseId === caseId && asked.of === of && asked.person === heldPerson() && performance.now() - asked.atMs < freshMs;
  const ahead = asked !== null && isFresh ? asked.answers : ask(caseId, of);
  asked = null;
  return ahead;
}

function ask(caseId: string, of: LabelsOf): AskedAhead {
  const answers = { opened: of === 'own' ? client.labels.open({ caseId }) : client.agreement.openConsensus({ caseId }), lastPlace: client.settings.lastPlace() };
  // Whoever takes them hears of it; who went elsewhere meanwhile need not.
  for (const answer of Object.values(answers)) answer.catch(() => undefined);
  return answers;
}
