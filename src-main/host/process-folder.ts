/** Folders of one host among those of others, which no killed one leaves behind for long. */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../files/write-whole.ts';
import { isAlive } from './running-host.ts';

/** @returns a new, empty folder below `root`. @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written */
export async function makeProcessFolder(root: string): Promise<string> {
  const folder = join(root, `${process.pid}-${randomBytes(6).toString('hex')}`);
  await makeFolder(folder);
  return folder;
}

/** Removes the folders of processes that have ended. Never throws: it is done beside something else. */
export async function sweepProcessFolders(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const owner = /^(\d+)-[0-9a-f]+$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(root, name), { recursive: true, force: true }).catch(() => {});
  }
}
