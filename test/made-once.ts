/** What many test files begin with: made once for each state of the sources, however many ask at once, and kept for the next run. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hashOfFolders } from '../scripts/setup/files.mjs';
import { alone } from '../scripts/setup/lock.mjs';

export const root = path.join(import.meta.dirname, '..');
/** Of everything that goes into any of it. */
const sources = ['src-renderer', 'shared', 'src-main/use-cases/write-example.ts', 'package-lock.json'];
/** Another run of the tests may still use what is younger than this. */
const keptMs = 60 * 60 * 1000;

let state: string | null = null;

/** @param make fills a new folder @returns the folder, which nobody may change */
export async function madeOnce(kind: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const place = path.join(root, 'build', 'test-made', kind);
  state ??= hashOfFolders(root, sources).slice(0, 16);
  const folder = path.join(place, state);
  if (existsSync(folder)) return folder;
  return alone(path.join(place, 'lock'), {}, async () => {
    if (existsSync(folder)) return folder;
    forgetOld(place);
    // Whole or not at all: what was interrupted must not pass for whole.
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    await make(unfinished);
    renameSync(unfinished, folder);
    return folder;
  });
}

function forgetOld(place: string): void {
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(place)) {
    const old = path.join(place, name);
    if (Date.now() - statSync(old).mtimeMs > keptMs) rmSync(old, { recursive: true, force: true });
  }
}
