/** What opening a case asks the host first, asked on the way to its page: the answers come while the page is being made. */
import { client } from '../../connection/client.ts';
import type { LabelsOf } from './open-case.ts';

export interface AskedAhead {
  readonly opened: ReturnType<typeof client.labels.open>;
  readonly lastPlace: ReturnType<typeof client.settings.lastPlace>;
}

/** Older answers may no longer be true. */
const freshMs = 2000;
let asked: { readonly caseId: string; readonly of: LabelsOf; readonly atMs: number; readonly answers: AskedAhead } | null = null;

/** @param query of the address: it may ask for what readers came to together */
export function labelsAsked(query: Readonly<Record<string, unknown>>): LabelsOf {
  return query['labels'] === 'consensus' ? 'consensus' : 'own';
}

export function askAhead(caseId: string, of: LabelsOf = 'own'): void {
  asked = { caseId, of, atMs: performance.now(), answers: ask(caseId, of) };
}

/** Of that case: what was asked for it, once; else it is asked now. */
export function takeAsked(caseId: string, of: LabelsOf = 'own'): AskedAhead {
  const ahead = asked?.caseId === caseId && asked.of === of && performance.now() - asked.atMs < freshMs ? asked.answers : ask(caseId, of);
  asked = null;
  return ahead;
}

function ask(caseId: string, of: LabelsOf): AskedAhead {
  const answers = { opened: of === 'own' ? client.labels.open({ caseId }) : client.agreement.openConsensus({ caseId }), lastPlace: client.settings.lastPlace() };
  // Whoever takes them hears of it; who went elsewhere meanwhile need not.
  for (const answer of Object.values(answers)) answer.catch(() => undefined);
  return answers;
}
