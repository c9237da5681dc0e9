/**
 * Notes of the newest hashes of projects' logs, kept where this person's data is and in no project's folder: whoever
 * changes a project cannot change them with it. One file a project, written whole.
 */
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeWhole } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { NotedHead } from '../store/verify-noted.ts';
import type { Log } from './log.ts';

export interface NotedHeads {
  /** Never throws: it is done beside something else. */
  note(store: ProjectStore): Promise<void>;
  /** Oldest first. @param folder of the project that is looked at */
  of(projectId: string, folder: string): Promise<readonly NotedHead[]>;
}

interface Note {
  readonly hash: string;
  readonly event: number;
  readonly origin: string;
  /** When it was noted. */
  readonly at: string;
  /** Where the project lay. */
  readonly folder: string;
}

/** Every second of the older half is left out where there are more: what is left still proves all before it. */
const mostNotes = 400;

/** @param dataFolder where this person's data is kept */
export function createNotedHeads(dataFolder: string, log: Log): NotedHeads {
  const fileOf = (projectId: string): string | null => (/^[\w-]{1,64}$/.test(projectId) ? join(dataFolder, 'heads', `${projectId}.json`) : null);
  // One after the other: two at once would each write without the other's.
  let last: Promise<void> = Promise.resolve();

  const read = async (file: string): Promise<readonly Note[]> => {
    try {
      const { heads } = JSON.parse(await readFile(file, 'utf8')) as { heads: Note[] };
      return heads.filter(({ hash, event, origin, at, folder }) => [hash, origin, at, folder].every((text) => typeof text === 'string') && typeof event === 'number');
    } catch {
      return [];
    }
  };
  const add = async (store: ProjectStore): Promise<void> => {
    const file = fileOf(store.projectId);
    if (file === null || store.readOnly !== null || !store.isInPlace()) return;
    const newest = store.events.newest();
    if (newest === null) return;
    const { hash, event, origin } = newest;
    const before = await read(file);
    const folder = realOf(store.folder);
    if (before.some((note) => note.hash === hash && note.folder === folder)) return;
    const heads = thinned([...before, { hash, event, origin, at: new Date().toISOString(), folder }]);
    await writeWhole(file, `${JSON.stringify({ version: 1, project: store.projectId, name: store.name, heads }, null, 1)}\n`);
  };

  return {
    note(store) {
      last = last.then(() => add(store)).catch((error: unknown) => log.write('the newest hash of the log could not be noted', error));
      return last;
    },
    of: async (projectId, folder) => {
      const file = fileOf(projectId);
      const here = realOf(folder);
      return (file === null ? [] : await read(file)).map((note) => (
        { hash: note.hash, noted: { at: note.at, event: note.event, origin: note.origin, here: note.folder === here } }));
    },
  };
}

function thinned(notes: readonly Note[]): readonly Note[] {
  if (notes.length <= mostNotes) return notes;
  const half = notes.length >> 1;
  return notes.filter((_, at) => at >= half || at % 2 === 1);
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
