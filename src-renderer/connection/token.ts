/**
 * The word that lets this page in. In a browser it comes behind the `#` of the printed address, is kept
 * for the life of the tab and leaves the address at once; in the desktop window the shell adds it to
 * every request and the page never sees it.
 */
import { heldPerson, personHeaders } from './person.ts';

const key = 'lamina-token';

export function takeToken(): void {
  const token = /^#token=([A-Za-z0-9_-]+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  sessionStorage.setItem(key, token);
  history.replaceState(null, '', location.pathname);
}

/** Null in the desktop window. */
export function heldToken(): string | null {
  return sessionStorage.getItem(key);
}

/** Headers of every request but those for the page's own files: what lets it in, and who makes it. @param person whoever is at the window */
export function authorization(person: string | null = heldPerson()): Record<string, string> {
  const token = heldToken();
  return { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...personHeaders(person) };
}
