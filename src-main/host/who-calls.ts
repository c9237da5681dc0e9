/** Who makes a request: the person that it names, or the user of this machine. Knows no passwords; there are none. */
import type { IncomingMessage } from 'node:http';
import { personHeader, personProtocol } from '#shared/contract/people.ts';
import { cleanPersonName } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { peopleSentences } from '../use-cases/people-sentences.ts';

/** What every call is answered with in view. */
export interface CallContext {
  /** As the open project knows them. @throws UserFacingError `bad-input` where the request names nobody that can be read */
  readonly person: () => string;
}

/**
 * @param named percent-encoded; null where the request names nobody
 * @param known the name as the open project knows it
 * @throws UserFacingError `bad-input`
 */
export function personOf(named: string | null, usual: string, known: (name: string) => string): string {
  return known(named === null ? usual : decoded(named));
}

function decoded(named: string): string {
  try {
    const name = cleanPersonName(decodeURIComponent(named));
    if (name !== null) return name;
  } catch {
    // Not encoded as it must be: said below.
  }
  throw failure('bad-input', peopleSentences.unreadable, {});
}

/** Whom a window names when it begins its conversation: in a header, or, as browsers must, among the protocols. */
export function personIn({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const header = headers[personHeader];
  if (typeof header === 'string') return header;
  const named = (headers['sec-websocket-protocol'] ?? '').split(/, */).find((protocol) => protocol.startsWith(personProtocol));
  return named === undefined ? null : named.slice(personProtocol.length);
}
