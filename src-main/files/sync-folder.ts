import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes new names in a folder survive a power cut. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder as a file; NTFS keeps names in its own journal.
  if (process.platform !== 'win32') sync(folder, 'r');
}

/** Makes a file's bytes survive a power cut. */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
