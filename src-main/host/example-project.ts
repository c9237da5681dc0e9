/** Where this person's example project lies, and its first making. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { projectFile } from '../store/project-folder.ts';
import type { LongWork } from '../use-cases/long-work.ts';
import { hostSentences } from './host-sentences.ts';
import { makeProcessFolder, sweepProcessFolders } from './process-folder.ts';

/**
 * Made beside and put in its place as a whole: an interrupted making leaves nothing that looks like a project.
 * @param dataFolder where this person's data is kept
 * @returns the folder of the project, which is not open
 * @throws UserFacingError `cancelled`, `disk-full`, `bad-input`; `conflict` where something else has its name
 */
export async function exampleProject(dataFolder: string, annotator: string, work: LongWork): Promise<string> {
  const finished = join(dataFolder, 'example');
  if (existsSync(join(finished, projectFile))) return finished;
  const unfinished = join(dataFolder, 'unfinished');
  await sweepProcessFolders(unfinished);
  const own = await makeProcessFolder(unfinished);
  try {
    const { makeExampleProject } = await import('../use-cases/make-example-project.ts');
    await rename(await makeExampleProject(own, annotator, work), finished);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EPERM') throw error;
    // Another Lamina may have made it in the meantime.
    if (!existsSync(join(finished, projectFile))) throw failure('conflict', hostSentences.exampleInTheWay, { folder: finished }, error);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  return finished;
}
