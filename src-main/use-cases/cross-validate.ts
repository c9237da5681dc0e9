/** From the project's complete slices to as many trainings as folds, each judged by patients it never saw, and to the model that is their mean. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { chooseStart } from './choose-start.ts';
import { writeCrossValidation, type CrossValidationRecord } from './cross-validation-record.ts';
import { takeFoldSnapshots } from './fold-snapshots.ts';
import type { LongWork } from './long-work.ts';
import { memoryWarnings, planOf, voxelsOf } from './plan-of.ts';
import { runCrossValidation } from './run-cross-validation.ts';
import type { Snapshot } from './take-snapshot.ts';
import { trainingFolderOf } from './training-folder.ts';

/**
 * One plan, made from all patients as nnU-Net makes it, since the mean of several networks needs one grid, one scale
 * and one list of labels; no weight has seen who judges it.
 * @throws UserFacingError `bad-input` where there are fewer patients than folds, or nothing to learn from; what the
 *   engine says; `Stopped` where it can go on later
 */
export async function crossValidate(store: ProjectStore, engine: Engine, options: TrainOptions & { readonly folds: number }, work: LongWork, trainedBy?: string): Promise<ModelInfo> {
  const began = performance.now();
  const seed = options.seed ?? options.plan?.seed ?? 0;
  const { whole, folds } = await takeFoldSnapshots(store, { folds: options.folds, seed, plan: options.plan }, work);
  const { labels, cases } = whole.manifest;
  const made = planOf({ ...whole, labels, cases }, ofOneFold(options));
  const pathOf = (file: string): string => relative(store.folder, file).replaceAll('\\', '/');
  const begun = async ({ id, file, manifest, validationKind, validationPatients, mostContextSlices, notes: told }: Omit<Snapshot, 'fingerprint'>) => {
    const { plan, notes } = await chooseStart(store, options, { manifest, validationKind, mostContextSlices }, made);
    return { snapshot: { id, path: pathOf(file), validationKind, validationPatients, notes: [...told, ...notes] }, plan };
  };
  // What the memory is like is of the moment, and no note of the model; the trainings are alike in what they take of it.
  for (const sentence of memoryWarnings(made, voxelsOf(cases, made))) work.report({ kind: 'warning', sentence });
  const record: CrossValidationRecord = {
    format: 'lamina-cross-validation',
    version: 1,
    startedAt: new Date().toISOString(),
    trainedBy,
    options,
    whole: { id: whole.id, path: pathOf(whole.file) },
    folds: await Promise.all(folds.map(begun)),
    secondsUsed: (performance.now() - began) / 1000,
    done: null,
  };
  const id = randomUUID();
  const folder = trainingFolderOf(store, id);
  await mkdir(folder, { recursive: true });
  await writeCrossValidation(folder, record);
  return runCrossValidation(store, engine, id, record, work);
}

/** What each of its trainings is asked for. */
export function ofOneFold({ folds = 1, minutes, ...options }: TrainOptions): TrainOptions {
  return { ...options, minutes: minutes === undefined ? undefined : minutes / folds };
}
