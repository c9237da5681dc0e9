/** What the window's page may do: decided from addresses alone. Knows nothing of Electron. */

export interface Door {
  readonly port: number;
  readonly token: string;
}

export function originOf(door: Door): string {
  return `http://127.0.0.1:${door.port}`;
}

/** Reloading our own page is the only navigation there is; links within it never leave the document. A blob has our origin, but never our page. */
export function mayNavigate(address: string, door: Door): boolean {
  return protocolOf(address) === 'http:' && hasOrigin(address, originOf(door));
}

/** Nothing leaves this machine, whatever a library of the page may try; the developer tools load their own files. */
export function mayRequest(address: string, door: Door): boolean {
  const protocol = protocolOf(address);
  if (protocol === 'devtools:') return true;
  return hasOrigin(address, originOf(door)) || isEditChannel(address, door);
}

/** The headers of a request, with the word that opens the door where it goes to the door and nowhere else. */
export function withToken(address: string, headers: Readonly<Record<string, string>>, door: Door): Record<string, string> {
  if (!isEditChannel(address, door) && (protocolOf(address) !== 'http:' || !hasOrigin(address, originOf(door)))) return { ...headers };
  // Whatever the page put there, in whichever spelling: the door refuses a header that is sent twice.
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...Object.fromEntries(kept), Authorization: `Bearer ${door.token}` };
}

/** The one address of another scheme: where the page's strokes go (`shared/contract/edit-channel.ts`). */
function isEditChannel(address: string, door: Door): boolean {
  return address === `ws://127.0.0.1:${door.port}/edits`;
}

/** Compared as parsed: `http://127.0.0.1:80@elsewhere/` and its like begin like ours. */
function hasOrigin(address: string, origin: string): boolean {
  try {
    return new URL(address).origin === origin;
  } catch {
    return false;
  }
}

function protocolOf(address: string): string | null {
  try {
    return new URL(address).protocol;
  } catch {
    return null;
  }
}
