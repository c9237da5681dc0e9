/** The folder that masks are written to: made where it is missing, and never one of the project's own. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { makeFolder } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { workSentences } from './work-sentences.ts';

/** @throws UserFacingError `bad-input` where the folder lies in the project or cannot be made; `disk-full` */
export async function makeOutputFolder(store: ProjectStore, out: string): Promise<void> {
  const [project, place] = await Promise.all([realPlace(store.folder), realPlace(out)]);
  // Files among the project's own would be copied with it, be taken for its own, or be swept away.
  if (place === project || place.startsWith(project + sep)) throw failure('bad-input', workSentences.outInProject, { out });
  await makeFolder(out);
}

/** Where a path leads once links are followed, also where its last parts do not exist yet. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realPlace(above), basename(path));
  }
}
