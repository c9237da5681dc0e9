import type { ModelId } from '#shared/contract/ids.ts';
import type { UnfinishedTraining } from '#shared/contract/training.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { firstRecord, foldId, standingOfAll, type CrossValidationRecord } from './cross-validation-record.ts';
import { obstacleTo, type Obstacle } from './training-obstacles.ts';
import { trainingFolderOf } from './training-folder.ts';
import type { TrainingRecord } from './training-record.ts';

/** An unfinished cross-validation as one unfinished training; its curve is that of the training at which it stands. */
export async function describeCrossValidation(store: ProjectStore, id: ModelId, record: CrossValidationRecord): Promise<UnfinishedTraining> {
  const { folds, step, steps, seconds } = await standingOfAll(store, id, record);
  const present = folds.find(({ record: own }) => own !== null && own.result === null);
  const { plan, obstacle } = await obstacleToAll(store, id, record, folds.map((fold) => fold.record));
  return {
    id, step, steps, plan, obstacle,
    startedAt: record.startedAt,
    minutesUsed: seconds / 60,
    minutes: record.options.minutes ?? null,
    curve: [...present?.record?.curve ?? []],
  };
}

/** The first that stands in the way of any of its trainings. */
async function obstacleToAll(store: ProjectStore, id: string, record: CrossValidationRecord, begun: readonly (TrainingRecord | null)[]): Promise<Obstacle> {
  if (record.done !== null) return { plan: (record.done.members[0]?.result.plan ?? null) as Obstacle['plan'], obstacle: null };
  let plan: Obstacle['plan'] = null;
  for (const fold of record.folds.keys()) {
    const own = begun[fold] ?? firstRecord(record, fold, undefined);
    const found = await obstacleTo(store, trainingFolderOf(store, foldId(store, id, fold)), own);
    if (found.obstacle !== null) return found;
    plan ??= found.plan;
  }
  return { plan, obstacle: null };
}
