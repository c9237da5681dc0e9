/** A project of phantoms of which half are labelled: something to train with, and something to predict. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createProject } from '../store/open-project.ts';
import { importImages } from './import-images.ts';
import type { LongWork } from './long-work.ts';
import { writeExample } from './write-example.ts';

const caseCount = 12;
const labelledCount = 6;
const seed = 1;
/** By the label's value. */
const labelNames: ReadonlyMap<number, string> = new Map([[1, 'Large organ'], [2, 'Oval organ'], [3, 'Tube']]);

/**
 * @param folder empty; the project's folder is made in it, whole and closed when this returns
 * @returns the project's folder
 * @throws UserFacingError `cancelled`, `disk-full`, or `bad-input` where nothing may be written
 */
export async function makeExampleProject(folder: string, annotator: string, work: LongWork): Promise<string> {
  const { images, labels } = await writeExample({ out: join(folder, 'scans'), preset: 'organs', cases: caseCount, seed }, work);
  for (const name of (await readdir(labels)).sort().slice(labelledCount)) await rm(join(labels, name));
  const project = join(folder, 'project');
  const store = await createProject(project, { name: 'Example' });
  try {
    await importImages(store, { paths: [images], labels, onlyLabelledSlices: false, modality: 'mr' }, annotator, work);
    for (const { index, value } of store.labels.table()) {
      const name = labelNames.get(value);
      if (name !== undefined) store.labels.change(index, { name });
    }
  } finally {
    store.close();
  }
  return project;
}
