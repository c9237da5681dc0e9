/**
 * Files in and out behind one interface: in the desktop window through its dialogs, in a browser by
 * streamed uploads and downloads. Either way the page holds grants and names, never a path.
 */
import { callFailed } from './call-failed.ts';
import { client } from './client.ts';
import { authorization } from './token.ts';

/** One file of a drop or of a file dialog, with its path below what was chosen. */
export interface ChosenFile {
  readonly file: File;
  readonly path: string;
}

/** @returns a grant for all of them */
export async function handOver(files: readonly ChosenFile[], progress: (share: number) => void, signal: AbortSignal): Promise<string> {
  if (window.lamina !== undefined) return window.lamina.grantDropped(files.map(({ file }) => file));
  const { id, grant } = await client.files.beginUpload();
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
    return grant;
  } catch (error) {
    await client.files.discard({ id }).catch(() => undefined);
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
  if (window.lamina !== undefined) {
    const picked = await window.lamina.pickFolder();
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
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = suggestedName(response) ?? name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function suggestedName(response: Response): string | null {
  const found = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return found ?? null;
}
