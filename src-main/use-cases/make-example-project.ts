/** The example project of this person: phantoms, half of them labelled, so that there is something to train with and something to predict. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject } from '../store/open-project.ts';
import { importImages } from './import-images.ts';
import type { LongWork } from './long-work.ts';
import { writeExample } from './write-example.ts';

const caseCount = 12;
const labelledCount = 6;
const seed = 1;

/**
 * @param dataFolder where this person's data is kept
 * @returns the folder of the project, closed. Made under another name until it is whole, so that an interrupted making leaves nothing that looks like it
 * @throws UserFacingError `cancelled`, `disk-full`, or `bad-input` where nothing may be written
 */
export async function makeExampleProject(dataFolder: string, work: LongWork): Promise<string> {
  const finished = join(dataFolder, 'example');
  if (existsSync(join(finished, 'project.sqlite'))) return finished;
  const unfinished = `${finished}.unfinished-${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    const scans = join(unfinished, 'scans');
    const { images, labels } = await writeExample({ out: scans, preset: 'organs', cases: caseCount, seed }, work);
    for (const name of (await readdir(labels)).sort().slice(labelledCount)) await rm(join(labels, name));
    const project = join(unfinished, 'project');
    const store = await createProject(project, { name: 'Example' });
    try {
      await importImages(store, { paths: [images], labels, onlyLabelledSlices: false }, 'Lamina', work);
    } finally {
      store.close();
    }
    await rename(project, finished);
    return finished;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
