/** From the project's complete slices to a model: snapshot, plan and the run; or the rest of one that stopped short. */
import { randomUUID } from 'node:crypto';
import { relative } from 'node:path';
import type { ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { chooseStart } from './choose-start.ts';
import { crossValidate } from './cross-validate.ts';
import type { LongWork } from './long-work.ts';
import { memoryWarnings, planOf, voxelsOf } from './plan-of.ts';
import { runCrossValidation } from './run-cross-validation.ts';
import { runTraining } from './run-training.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { trainingFolderOf } from './training-folder.ts';
import { notesOf } from './training-record.ts';
import { resumableRecord, standingOf, type Resumed } from './unfinished-trainings.ts';

/** @param trainedBy who asks for it. @throws UserFacingError `bad-input` where there is nothing to learn from; what the engine says; `Stopped` where it can go on later */
export async function trainModel(store: ProjectStore, engine: Engine, options: TrainOptions, work: LongWork, trainedBy?: string): Promise<ModelInfo> {
  const { folds } = options;
  if (folds !== undefined) return crossValidate(store, engine, { ...options, folds }, work, trainedBy);
  const began = performance.now();
  const seed = options.seed ?? options.plan?.seed ?? 0;
  const snapshot = await takeSnapshot(store, { seed, validation: options.validation, plan: options.plan }, work);
  const { labels, cases } = snapshot.manifest;
  const made = planOf({ ...snapshot, labels, cases }, options);
  const { plan, notes: startNotes } = await chooseStart(store, options, snapshot, made);
  const { id, file, validationKind, validationPatients } = snapshot;
  const notes = [...snapshot.notes, ...startNotes];
  // What the memory is like is of the moment, and no note of the model.
  for (const sentence of [...notes, ...memoryWarnings(plan, voxelsOf(cases, plan))]) work.report({ kind: 'warning', sentence });
  return runTraining(store, engine, randomUUID(), {
    format: 'lamina-training',
    version: 1,
    startedAt: new Date().toISOString(),
    trainedBy,
    options,
    snapshot: { id, path: relative(store.folder, file).replaceAll('\\', '/'), validationKind, validationPatients, notes },
    plan,
    followed: null,
    secondsUsed: (performance.now() - began) / 1000,
    checkpoint: null,
    curve: [],
    result: null,
  }, work);
}

/**
 * The rest of a training that was paused or cut short: it ends as if it had never stopped.
 * @param begun called when nobody else can take it up any more
 * @throws UserFacingError `not-found`; `conflict` where it runs, or cannot go on; else as `trainModel`
 */
export async function resumeTraining(store: ProjectStore, engine: Engine, id: string, work: LongWork, begun: () => void): Promise<ModelInfo> {
  const record = await resumableRecord(store, id);
  if (record.format === 'lamina-cross-validation') {
    const running = runCrossValidation(store, engine, id, record, work);
    begun();
    return running;
  }
  const standing = await standingOf(trainingFolderOf(store, id), record);
  const resumed: Resumed = { kind: 'resumed', ...standing, plan: record.followed, curve: record.curve, notes: notesOf(record) };
  work.report(resumed);
  const running = runTraining(store, engine, id, record, work);
  begun();
  return running;
}
