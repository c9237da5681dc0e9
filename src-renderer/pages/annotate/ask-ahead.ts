/** What opening a case asks the host first, asked on the way to its page: the answers come while the page is being made. */
import { client } from '../../connection/client.ts';

export interface AskedAhead {
  readonly opened: ReturnType<typeof client.labels.open>;
  readonly lastPlace: ReturnType<typeof client.settings.lastPlace>;
}

/** Older answers may no longer be true. */
const freshMs = 2000;
let asked: { readonly caseId: string; readonly atMs: number; readonly answers: AskedAhead } | null = null;

export function askAhead(caseId: string): void {
  asked = { caseId, atMs: performance.now(), answers: ask(caseId) };
}

/** Of that case: what was asked for it, once; else it is asked now. */
export function takeAsked(caseId: string): AskedAhead {
  const ahead = asked?.caseId === caseId && performance.now() - asked.atMs < freshMs ? asked.answers : ask(caseId);
  asked = null;
  return ahead;
}

function ask(caseId: string): AskedAhead {
  const answers = { opened: client.labels.open({ caseId }), lastPlace: client.settings.lastPlace() };
  // Whoever takes them hears of it; who went elsewhere meanwhile need not.
  for (const answer of Object.values(answers)) answer.catch(() => undefined);
  return answers;
}
