/** Trainings that were paused or cut short: which there are, whether they can go on, and what becomes of those that nobody wants. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelId, type ModelId } from '#shared/contract/ids.ts';
import type { UnfinishedTraining } from '#shared/contract/training.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { readCrossValidation, type CrossValidationRecord } from './cross-validation-record.ts';
import { describeCrossValidation } from './describe-cross-validation.ts';
import { obstacleTo } from './training-obstacles.ts';
import { isComputed, modelsFolder, trainingFolderOf, trainingOf } from './training-folder.ts';
import { checkpointsIn, newestCheckpoint, readRecord, recordFile, type TrainingRecord } from './training-record.ts';
import { trainingSentences } from './training-sentences.ts';

/** Newest first; without those that are being computed. */
export async function unfinishedTrainings(store: ProjectStore): Promise<UnfinishedTraining[]> {
  const ids = (await readdir(modelsFolder(store)).catch(() => [])).flatMap((name) => {
    const { data } = modelId.safeParse(trainingOf(name));
    return data === undefined || isComputed(trainingFolderOf(store, data)) ? [] : [data];
  });
  const found = await Promise.all(ids.map((id) => describe(store, id)));
  return found.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

async function describe(store: ProjectStore, id: ModelId): Promise<UnfinishedTraining> {
  const folder = trainingFolderOf(store, id);
  const folds = await readCrossValidation(folder);
  if (folds !== null) return describeCrossValidation(store, id, folds);
  const record = await readRecord(folder);
  const { plan, obstacle } = await obstacleTo(store, folder, record);
  const nothing = { id, plan, obstacle, step: 0, steps: null, minutesUsed: 0, minutes: null, curve: [] };
  if (record === null) return { ...nothing, startedAt: (await stat(folder)).birthtime.toISOString() };
  return {
    ...nothing,
    startedAt: record.startedAt,
    ...await standingOf(folder, record),
    minutesUsed: record.secondsUsed / 60,
    minutes: record.options.minutes ?? null,
    curve: [...record.curve],
  };
}

/** After which step of how many it goes on. */
export type Standing = Pick<UnfinishedTraining, 'step' | 'steps'>;

export async function standingOf(folder: string, { result, checkpoint, followed }: TrainingRecord): Promise<Standing> {
  const steps = followed === null ? null : followed.epochs * followed.stepsPerEpoch;
  return { step: result?.steps ?? (await newestCheckpoint(folder, checkpoint))?.step ?? 0, steps };
}

/** What a person is told who watches a training that goes on: where it stands, and how it came there. */
export interface Resumed extends Pick<TrainingRecord, 'curve'>, Pick<TrainingRecord['snapshot'], 'notes'>, Standing {
  readonly kind: 'resumed';
  /** As the engine fixed it; null before that. */
  readonly plan: Plan | null;
}

/** @throws UserFacingError `not-found`; `conflict` where it runs, or cannot go on */
export async function resumableRecord(store: ProjectStore, id: string): Promise<TrainingRecord | CrossValidationRecord> {
  const folder = requireIdle(store, id);
  const folds = await readCrossValidation(folder);
  if (folds !== null) {
    const { obstacle } = await describeCrossValidation(store, id as ModelId, folds);
    if (obstacle !== null) throw new UserFacingError('conflict', obstacle);
    return folds;
  }
  const record = await readRecord(folder);
  const { obstacle } = await obstacleTo(store, folder, record);
  if (record === null || obstacle !== null) throw new UserFacingError('conflict', obstacle ?? trainingSentences.unreadable);
  return record;
}

/** @throws UserFacingError `not-found`; `conflict` where it runs */
export async function discardTraining(store: ProjectStore, id: string): Promise<void> {
  await rm(requireIdle(store, id), { recursive: true, force: true });
}

/** The folder of an unfinished training that nothing writes to. */
function requireIdle(store: ProjectStore, id: string): string {
  if (store.readOnly !== null) throw failure('conflict', trainingSentences.readOnly, { reason: store.readOnly });
  const folder = trainingFolderOf(store, id);
  if (isComputed(folder)) throw failure('conflict', trainingSentences.computedNow, {});
  if (!existsSync(folder)) throw failure('not-found', trainingSentences.unknownTraining, { id });
  return folder;
}

/** What a killed host left behind: a training that can go on stays as one. Only for who holds the project's lock. */
export async function sweepTrainings(store: ProjectStore): Promise<void> {
  const models = store.models.folders();
  const known = new Set(models.map(({ id }) => id));
  // Killed between the log's entry and the last of its files.
  for (const { id, removed } of models) if (removed) await rm(join(modelsFolder(store), id), { recursive: true, force: true });
  for (const name of await readdir(modelsFolder(store)).catch(() => [])) {
    const folder = join(modelsFolder(store), name);
    if (!existsSync(join(folder, recordFile))) {
      if (trainingOf(name) !== null) await rm(folder, { recursive: true, force: true });
    } else if (trainingOf(name) !== null) {
      await removeHalfWritten(folder);
    } else if (known.has(name)) {
      await forgetTraining(folder);
    } else {
      // It was done, and the host ended before its model had a row.
      await rename(folder, trainingFolderOf(store, name));
    }
  }
}

async function removeHalfWritten(folder: string): Promise<void> {
  const half = (await readdir(folder)).filter((name) => name.endsWith('.part'));
  for (const name of half) await rm(join(folder, name), { recursive: true, force: true });
}

/** A model is there: what its training needed to go on is needed no more. The record goes last, since without it nobody would look for the rest. */
export async function forgetTraining(modelFolder: string): Promise<void> {
  for (const name of await checkpointsIn(modelFolder)) await rm(join(modelFolder, name), { recursive: true, force: true });
  await rm(join(modelFolder, recordFile), { force: true });
}

