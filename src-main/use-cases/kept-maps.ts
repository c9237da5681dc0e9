/**
 * Where maps of what a model thinks are kept: `maps/<model>/<case>/<key>/`, until the model goes. They can always be computed again,
 * so the project's log knows nothing of them, and the oldest make way where they become many.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { MappedCase } from './mapped-case.ts';
import { withWorkFolder } from './work-folder.ts';

const folderOfMaps = 'maps';
const descriptionFile = 'maps.json';
/** Of all maps of a project. */
const mostBytes = 4 * 2 ** 30;

interface Description {
  readonly version: 1;
  /** Hash of what was shown to the model. */
  readonly seen: string;
  readonly value: unknown;
}

/** What `keepMaps` kept under this key; null where there is nothing, or where something else was shown to the model then. */
export async function keptMaps<Value>(store: Pick<ProjectStore, 'folder'>, mapped: MappedCase, key: string): Promise<Value | null> {
  const folder = folderOf(store, mapped, key);
  try {
    const { version, seen, value } = JSON.parse(await readFile(join(folder, descriptionFile), 'utf8')) as Description;
    if (version !== 1 || seen !== seenBy(mapped)) return null;
    // Those that nobody asks for are the first to go.
    await utimes(join(folder, descriptionFile), new Date(), new Date()).catch(() => undefined);
    return value as Value;
  } catch {
    return null;
  }
}

/**
 * @param compute writes its files into the folder that it is given
 * @throws UserFacingError what it throws; `disk-full`; `conflict` where the project is only read
 */
export async function keepMaps<Value>(store: ProjectStore, mapped: MappedCase, key: string, compute: (folder: string) => Promise<Value>): Promise<Value> {
  return withWorkFolder(store, async (folder) => {
    const made = join(folder, 'made');
    await mkdir(made);
    const value = await compute(made);
    const description: Description = { version: 1, seen: seenBy(mapped), value };
    await writeWhole(join(made, descriptionFile), `${JSON.stringify(description)}\n`);
    const target = folderOf(store, mapped, key);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await rename(made, target);
    await forgetMaps(store);
    return value;
  });
}

/** As a page asks for a map: `GET` of the host. */
export function pathOfMap({ model, record }: MappedCase, key: string, file: string): string {
  return `/${folderOfMaps}/${record.id}/${model.id}/${key}/${file}`;
}

/** Where such a map lies, once its path is known to be one of ours. */
export function fileOfMap(store: Pick<ProjectStore, 'folder'>, caseId: string, modelId: string, key: string, file: string): string {
  return join(store.folder, folderOfMaps, modelId, caseId, key, file);
}

/** Takes away the maps of models that are gone, and the oldest where there are too many. */
export async function forgetMaps(store: Pick<ProjectStore, 'folder' | 'models'>, most = mostBytes): Promise<void> {
  const root = join(store.folder, folderOfMaps);
  const present = new Set(store.models.list().map(({ id }) => id));
  const kept: { readonly folder: string; readonly bytes: number; readonly asked: number }[] = [];
  for (const model of await namesIn(root)) {
    if (!present.has(model)) await rm(join(root, model), { recursive: true, force: true });
    else for (const one of await namesIn(join(root, model))) {
      for (const key of await namesIn(join(root, model, one))) {
        const folder = join(root, model, one, key);
        const files = await Promise.all((await namesIn(folder)).map((name) => stat(join(folder, name))));
        kept.push({ folder, bytes: files.reduce((sum, { size }) => sum + size, 0), asked: Math.max(0, ...files.map(({ mtimeMs }) => mtimeMs)) });
      }
    }
  }
  let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  // The newest one stays, however large it is: somebody waits for it.
  for (const { folder, bytes } of kept.sort((a, b) => a.asked - b.asked).slice(0, -1)) {
    if (total <= most) break;
    await rm(folder, { recursive: true, force: true });
    total -= bytes;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function folderOf(store: Pick<ProjectStore, 'folder'>, { model, record }: MappedCase, key: string): string {
  return fileOfMap(store, record.id, model.id, key, '');
}

/** Images and their grids, in which a header may be corrected later; a model never changes. */
function seenBy({ volume, axis }: MappedCase): string {
  const { image, furtherImages = [] } = volume;
  const of = [image, ...furtherImages].map(({ sha256, geometry, slope, intercept, modality }) => [sha256, geometry, slope, intercept, modality]);
  return createHash('sha256').update(JSON.stringify([axis, of])).digest('hex');
}
