/** A folder of its own for each piece of work that needs files in between; it is gone afterwards, whatever happened. */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectStore } from '../store/project-store.ts';
import { sweepTrainings } from './unfinished-trainings.ts';

/** Beside the blobs, because a whole scan may not fit where the system keeps its temporary files. */
const folderOfWork = 'work';

export async function withWorkFolder<Result>(store: ProjectStore, run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = store.readOnly === null
    ? join(store.folder, folderOfWork, randomUUID())
    : await mkdtemp(join(tmpdir(), 'lamina-'));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    // Empty again, unless other work is still going on in it.
    if (store.readOnly === null) await rmdir(join(store.folder, folderOfWork)).catch(() => {});
  }
}

/** Takes away what a killed host left behind. Only for who holds the project's lock. */
export async function sweepWorkFolders(store: ProjectStore): Promise<void> {
  await rm(join(store.folder, folderOfWork), { recursive: true, force: true });
  await sweepTrainings(store);
}
