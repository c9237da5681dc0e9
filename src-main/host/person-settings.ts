/**
 * What this person's copy of Lamina remembers from one start to the next: one JSON file, written whole,
 * read tolerantly. Several hosts may have it at once, so each change is made on what the file holds by then.
 */
import { copyFile, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { lastPlace, Settings } from '#shared/contract/settings.ts';
import { writeWhole } from '../files/write-whole.ts';
import { forgotten, placed, readSettings, used, type Remembered } from './remembered.ts';

export type LastPlace = z.infer<typeof lastPlace>;

export interface PersonSettings {
  get(): Promise<Settings>;
  /** @throws UserFacingError where the file cannot be written */
  change(change: Partial<Settings>): Promise<Settings>;
  /** The project was opened: it becomes the newest one. */
  useProject(project: { readonly folder: string; readonly name: string }): Promise<void>;
  forgetProject(folder: string): Promise<Settings>;
  lastPlace(folder: string): Promise<LastPlace | null>;
  rememberPlace(folder: string, place: LastPlace): Promise<void>;
}

/** @param changed called after each change of the settings themselves */
export function openPersonSettings(folder: string, changed: () => void): PersonSettings {
  const file = join(folder, 'settings.json');
  let last: Promise<unknown> = Promise.resolve();

  const update = (edit: (before: Remembered) => Remembered): Promise<Remembered> => {
    const done = last.then(() => alone(file, async () => {
      const { remembered, understood } = await read(file);
      const after = edit(remembered);
      // What a newer Lamina or a broken disk left there is not overwritten unseen.
      if (!understood) await copyFile(file, `${file}.${Date.now()}.kept`);
      await writeWhole(file, `${JSON.stringify({ version: 1, ...after }, null, 2)}\n`);
      return after;
    }));
    last = done.catch(() => {});
    return done;
  };
  const updateSettings = async (edit: (before: Remembered) => Remembered): Promise<Settings> => {
    const { settings } = await update(edit);
    changed();
    return settings;
  };

  return {
    get: async () => (await read(file)).remembered.settings,
    change: (change) => updateSettings((before) => ({ ...before, settings: { ...before.settings, ...withoutUndefined(change) } })),
    useProject: async (project) => { await updateSettings((before) => used(before, project)); },
    forgetProject: (project) => updateSettings((before) => forgotten(before, project)),
    lastPlace: async (project) => (await read(file)).remembered.places.find((one) => one.folder === project)?.place ?? null,
    rememberPlace: async (project, place) => { await update((before) => placed(before, project, place)); },
  };
}

async function read(file: string): Promise<ReturnType<typeof readSettings>> {
  return readSettings(await readFile(file, 'utf8').catch(() => null));
}

function withoutUndefined<Change extends object>(change: Change): Partial<Change> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Change>;
}

/** Reading, changing and writing takes milliseconds: what is older was left by a host that was killed. */
const staleAfterMs = 2_000;
const patienceMs = 4_000;

/** One host at a time. Where the lock cannot be had the change is made all the same: it is no more than a setting. */
async function alone<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(() => {});
  const began = Date.now();
  let held = false;
  while (!held && Date.now() - began < patienceMs) {
    try {
      await (await open(lock, 'wx')).close();
      held = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') break;
      const age = await stat(lock).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
      if (age > staleAfterMs) await rm(lock, { force: true });
      else await wait(5 + Math.random() * 10);
    }
  }
  try {
    return await work();
  } finally {
    if (held) await rm(lock, { force: true });
  }
}
