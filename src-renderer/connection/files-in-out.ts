/**
 * Files in and out behind one interface: in the desktop window through its dialogs, in a browser by
 * streamed uploads and downloads. Either way the page holds grants and names, never a path.
 */
import { callFailed } from './call-failed.ts';
import { client } from './client.ts';
import { desktopOf } from './desktop.ts';
import { authorization } from './token.ts';

/** One file of a drop or of a file dialog, with its path below what was chosen. */
export interface ChosenFile {
  readonly file: File;
  readonly path: string;
}

/** Files in the host's hands. */
export interface HandedOver {
  /** Stands for all of them, in one call. */
  readonly grant: string;
  /** Called where no call was made with it: what lies at the host is removed. */
  readonly discard: () => Promise<void>;
}

/** @throws UserFacingError as host or shell says it; AbortError where the signal stopped it */
export async function handOver(files: readonly ChosenFile[], progress: (share: number) => void, signal: AbortSignal): Promise<HandedOver> {
  const desktop = desktopOf();
  if (desktop !== null) return { grant: await desktop.grantDropped(files.map(({ file }) => file)), discard: async () => {} };
  const { id, grant } = await client.files.beginUpload();
  const discard = async (): Promise<void> => { await client.files.discard({ id }).catch(() => undefined); };
  try {
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    let done = 0;
    for (const { file, path } of files) {
      const parts = path.split('/').filter((part) => part !== '').map(encodeURIComponent);
      const response = await fetch(`/uploads/${id}/${parts.join('/')}`, { method: 'PUT', headers: authorization(), body: file, signal });
      if (!response.ok) throw await callFailed(response);
      done += file.size;
      progress(total === 0 ? 1 : done / total);
    }
    return { grant, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Where an export goes: in a browser first into a folder of the host, then down as one archive. */
export interface Target {
  readonly grant: string;
  readonly name: string;
  /** Brings the files to the person; in the desktop window they are there already. */
  deliver(): Promise<void>;
  /** Called where nothing came of it. */
  discard(): Promise<void>;
}

/** @returns null where the person closed the dialog */
export async function chooseTarget(archiveName: string): Promise<Target | null> {
  const desktop = desktopOf();
  if (desktop !== null) {
    const picked = await desktop.pickFolder();
    return picked === null ? null : { ...picked, deliver: async () => {}, discard: async () => {} };
  }
  const { id, grant } = await client.files.beginDownload();
  return {
    grant,
    name: archiveName,
    deliver: () => saveAs(`/downloads/${id}`, archiveName),
    discard: async () => { await client.files.discard({ id }); },
  };
}

async function saveAs(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: authorization() });
  if (!response.ok) throw await callFailed(response);
  saveBlob(suggestedName(response.headers.get('content-disposition')) ?? name, await response.blob());
}

/** A text that the page has itself, as a file: where it goes says the browser, or the desktop window's dialog. */
export function saveText(name: string, text: string, type = 'text/csv'): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The name as it is, in any script (RFC 6266: the form with the star goes before the plain one). */
export function suggestedName(disposition: string | null): string | null {
  const whole = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (whole !== undefined) return decodeURIComponent(whole);
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? null;
}
