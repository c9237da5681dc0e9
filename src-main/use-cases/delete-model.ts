/** Deletes a model that nothing needs: first told to the log, then its files, so that whoever is killed between the two finishes it the next time. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { readCrossValidation } from './cross-validation-record.ts';
import { forgetMaps } from './kept-maps.ts';
import { modelSentences } from './model-sentences.ts';
import { modelFolderOf, modelsFolder, trainingOf } from './training-folder.ts';
import { readRecord } from './training-record.ts';

/**
 * What needs the files of a model: its use, the repetition of trainings that started from it, a training that is still to go
 * on from it, slices that wait in the queue with its scores, and running work. What it predicted, and labels that people took
 * over from it, are in the log and need it no more.
 * @returns null where nothing does
 */
export async function neededBy(store: ProjectStore, model: ModelRecord): Promise<Sentence | null> {
  const { name } = model;
  if (store.readOnly !== null) return fill(modelSentences.readOnly, { reason: store.readOnly });
  const now = neededNow(store, model);
  return now === null && await startsATraining(store, model.id) ? fill(modelSentences.startOfTraining, { name }) : now;
}

function neededNow(store: ProjectStore, { id, name }: ModelRecord): Sentence | null {
  const { active, children, queued } = store.models.references(id);
  if (active) return fill(modelSentences.inUse, { name });
  if (children.length > 0) return fill(modelSentences.startOfModels, { name, models: children.join(', ') });
  if (queued > 0) return fill(modelSentences.queued, { name, slices: queued });
  return store.jobs.list().some((job) => (job.state === 'running' || job.state === 'queued') && JSON.stringify(job.request).includes(id))
    ? fill(modelSentences.atWork, { name }) : null;
}

/** Also of one that is being computed. */
async function startsATraining(store: ProjectStore, id: string): Promise<boolean> {
  for (const name of await readdir(modelsFolder(store)).catch(() => [])) {
    if (trainingOf(name) === null) continue;
    const folder = join(modelsFolder(store), name);
    const [record, folds] = [await readRecord(folder), await readCrossValidation(folder)];
    const plans = [...record === null ? [] : [record.plan], ...folds?.folds.map(({ plan }) => plan) ?? []];
    if (plans.some(({ start }) => start.kind !== 'scratch' && start.model === id)) return true;
  }
  return false;
}

/**
 * @param deleted called as soon as it is in no list any more
 * @throws UserFacingError `conflict` where something needs it
 */
export async function deleteModel(store: ProjectStore, model: ModelRecord, annotator: string, deleted: () => void): Promise<void> {
  // The second time without a pause before the entry: what was asked first may no longer hold.
  const reason = await neededBy(store, model) ?? neededNow(store, model);
  if (reason !== null) throw new UserFacingError('conflict', reason);
  store.models.remove(model.id, annotator);
  deleted();
  await rm(modelFolderOf(store, model.id), { recursive: true, force: true });
  await forgetMaps(store);
}
