/**
 * `training.json` of a cross-validation, in its folder beside those of its trainings, which are unfinished
 * trainings like any other until all are done. Knows files, and neither the engine nor the database.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { KeptTraining, TrainOptions } from '#shared/contract/training.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { TrainedMember } from './pool-members.ts';
import { trainingFolderOf } from './training-folder.ts';
import { newestCheckpoint, readRecord, recordFile, type TrainingRecord } from './training-record.ts';

export interface CrossValidationRecord {
  readonly format: 'lamina-cross-validation';
  readonly version: 1;
  readonly startedAt: string;
  /** Records of before do not tell. */
  readonly trainedBy?: string | undefined;
  readonly options: TrainOptions;
  /** Before the first training. */
  readonly secondsUsed: number;
  /** Of all cases; `path` is relative to the project's folder. */
  readonly whole: { readonly id: string; readonly path: string };
  /** What each training begins with. */
  readonly folds: readonly { readonly snapshot: TrainingRecord['snapshot']; readonly plan: Plan }[];
  /** All trainings are done, and their mean was judged; its model has no row yet. */
  readonly done: {
    readonly members: readonly TrainedMember[];
    readonly testCases: readonly CaseJudgement[];
    /** Of judging the test set. Records of before have none. */
    readonly warnings?: readonly Sentence[];
  } | null;
}

/** @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written */
export async function writeCrossValidation(folder: string, record: CrossValidationRecord): Promise<void> {
  await writeWhole(join(folder, recordFile), `${JSON.stringify(record, null, 1)}\n`);
}

/** Null where there is none, or none that this version understands. */
export async function readCrossValidation(folder: string): Promise<CrossValidationRecord | null> {
  try {
    const record = JSON.parse(await readFile(join(folder, recordFile), 'utf8')) as CrossValidationRecord | null;
    return record?.format === 'lamina-cross-validation' && record.version === 1 ? record : null;
  } catch {
    return null;
  }
}

/** The name under which a fold, counted from 0, is trained: its folder lies in that of the cross-validation. */
export function foldId(store: Pick<ProjectStore, 'folder'>, id: string, fold: number): string {
  return `${basename(trainingFolderOf(store, id))}/${foldFolder(fold)}`;
}

/** Inside the folder of the model. */
export function foldFolder(fold: number): string {
  return `fold-${fold + 1}`;
}

/** A fold that was not begun. */
export function firstRecord({ options, folds }: CrossValidationRecord, fold: number, minutes: number | undefined): TrainingRecord {
  return {
    format: 'lamina-training', version: 1,
    startedAt: new Date().toISOString(),
    options: { ...options, minutes },
    ...folds[fold]!,
    followed: null, secondsUsed: 0, checkpoint: null, curve: [], result: null,
  };
}

export interface FoldStanding {
  /** Null: it was not begun. */
  readonly record: TrainingRecord | null;
  readonly step: number;
  readonly steps: number | null;
  readonly seconds: number;
}

export async function standingOfFold(store: Pick<ProjectStore, 'folder'>, id: string, fold: number): Promise<FoldStanding> {
  const folder = trainingFolderOf(store, foldId(store, id, fold));
  const record = existsSync(folder) ? await readRecord(folder) : null;
  if (record === null) return { record, step: 0, steps: null, seconds: 0 };
  const { result, followed, checkpoint, secondsUsed } = record;
  return {
    record,
    step: result?.steps ?? (await newestCheckpoint(folder, checkpoint))?.step ?? 0,
    steps: followed === null ? null : followed.epochs * followed.stepsPerEpoch,
    seconds: result?.seconds ?? secondsUsed,
  };
}

export interface CrossValidationStanding extends Omit<KeptTraining, 'training'> {
  readonly folds: readonly FoldStanding[];
  /** Of computing. */
  readonly seconds: number;
}

/** Of all its trainings together. */
export async function standingOfAll(store: Pick<ProjectStore, 'folder'>, id: string, { folds, secondsUsed, done }: CrossValidationRecord): Promise<CrossValidationStanding> {
  const each = done === null
    ? await Promise.all(folds.map((_, fold) => standingOfFold(store, id, fold)))
    : done.members.map(({ result: { steps, seconds } }): FoldStanding => ({ record: null, step: steps, steps, seconds }));
  const total = (of: (one: FoldStanding) => number): number => each.reduce((sum, one) => sum + of(one), 0);
  return {
    folds: each,
    step: total(({ step }) => step),
    steps: each.every(({ steps }) => steps !== null) ? total(({ steps }) => steps ?? 0) : null,
    seconds: secondsUsed + total(({ seconds }) => seconds),
  };
}
