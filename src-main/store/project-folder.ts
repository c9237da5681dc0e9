/** What lies where in a project's folder. Nothing inside names the folder's own place, so that it can be copied. */
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const projectFile = 'project.sqlite';
/** SQLite's log of what is not yet in the project file; it is gone after a clean close. */
export const walFile = 'project.sqlite-wal';
/** An index of that log for several readers, which this program never is. */
export const sharedMemoryFile = 'project.sqlite-shm';
export const blobFolder = 'blobs';
/** Under `blobs`: files that are being written; whatever lies here at opening was never finished. */
export const unfinishedFolder = 'unfinished';
const folders = [blobFolder, join(blobFolder, unfinishedFolder), 'models', 'snapshots'] as const;

export function makeFolders(folder: string): void {
  for (const name of folders) mkdirSync(join(folder, name), { recursive: true });
}

/**
 * Whether the project's file can be changed and files can be made beside it. Tried, not asked for:
 * permissions as Node reports them know neither Windows' access lists nor an effective user.
 */
export function isWritable(folder: string): boolean {
  const probe = join(folder, `.writable-${randomUUID()}`);
  try {
    closeSync(openSync(join(folder, projectFile), 'r+'));
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

/** Bytes of a file; null where there is none. */
export function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

/**
 * Tells a copied project file from the one that was left: inode and time of birth change with a copy
 * and stay with a move.
 */
export function fileIdentity(path: string): string {
  const { ino, birthtimeNs } = statSync(path, { bigint: true });
  return `${ino}-${birthtimeNs}`;
}
