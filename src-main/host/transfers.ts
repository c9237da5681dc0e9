/**
 * Folders for what a browser brings and takes: uploads until the work that reads them has ended, downloads
 * until they were fetched. They lie in a folder of this host's own, gone with it; what a killed host left
 * is swept by the next one.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Grant } from '#shared/contract/files.ts';
import { writeError } from '../files/write-whole.ts';
import type { Grants } from './grants.ts';
import { makeProcessFolder, sweepProcessFolders } from './process-folder.ts';

export interface Transfer {
  readonly id: string;
  readonly kind: 'upload' | 'download';
  readonly folder: string;
  /** Works that use it just now. */
  users: number;
  /** Whether any work has used it. */
  used: boolean;
}

export interface Transfers {
  begin(kind: Transfer['kind']): Promise<{ readonly id: string; readonly grant: Grant }>;
  get(id: string): Transfer | null;
  /** Gone at once, or when the work that uses it has ended. */
  discard(id: string): Promise<void>;
  close(): Promise<void>;
}

/** @param root shared by all hosts of this person */
export function createTransfers(root: string, grants: Grants): Transfers {
  const known = new Map<string, Transfer>();
  let own: Promise<string> | null = null;
  // Scans of patients, left by a host that was killed.
  void sweepProcessFolders(root);

  const remove = async (transfer: Transfer): Promise<void> => {
    known.delete(transfer.id);
    await rm(transfer.folder, { recursive: true, force: true });
  };
  /** Reading an upload uses it up; what was written into a download stays for who fetches it. */
  const begin = (transfer: Transfer) => (): (() => Promise<void>) => {
    transfer.users += 1;
    transfer.used = true;
    return async () => {
      transfer.users -= 1;
      if (transfer.users === 0 && (transfer.kind === 'upload' || !known.has(transfer.id))) await remove(transfer);
    };
  };

  return {
    async begin(kind) {
      own ??= makeProcessFolder(root).catch((error: unknown) => { own = null; throw error; });
      const id = randomBytes(18).toString('base64url');
      const folder = join(await own, id);
      await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => { throw writeError(error, folder); });
      const transfer: Transfer = { id, kind, folder, users: 0, used: false };
      known.set(id, transfer);
      const paths = kind === 'download'
        ? async () => [folder]
        // One that was discarded holds nothing.
        : async () => (await readdir(folder).catch(() => [])).sort().map((name) => join(folder, name));
      return { id, grant: grants.add({ kind, paths, folder, begin: begin(transfer) }) };
    },
    get: (id) => known.get(id) ?? null,
    async discard(id) {
      const transfer = known.get(id);
      if (transfer === undefined) return;
      known.delete(id);
      if (transfer.users === 0) await remove(transfer);
    },
    async close() {
      known.clear();
      if (own !== null) await own.then((folder) => rm(folder, { recursive: true, force: true }), () => {});
    },
  };
}
