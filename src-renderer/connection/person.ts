/**
 * Whom this window's requests name. Kept as the token is, for the life of the tab: two windows of one machine may be two people's,
 * and a new one is the machine's user's until somebody says otherwise, so that nobody goes on under the name of whoever was here last.
 */
import { personHeader, personProtocol } from '#shared/contract/people.ts';

const key = 'lamina-person';

let held: string | null = null;

/** Once, before the first request: whoever was here before the window was loaded again still is. */
export function takePerson(): void {
  held = sessionStorage.getItem(key);
}

/** Null: the user of this machine, whom requests do not name. */
export function heldPerson(): string | null {
  return held;
}

export function holdPerson(name: string | null): void {
  held = name;
  if (name === null) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, name);
}

export function personHeaders(name: string | null): Record<string, string> {
  return name === null ? {} : { [personHeader]: encodeURIComponent(name) };
}

/** For a WebSocket, which can be given no header: what may stand among its protocols. */
export function personWords(name: string | null): readonly string[] {
  if (name === null) return [];
  const encoded = encodeURIComponent(name).replace(/['()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [`${personProtocol}${encoded}`];
}
