/**
 * `training.json`: what a training needs to go on, in its folder beside its checkpoints from before its first
 * step until its model has a row. Knows files, and neither the engine nor the database.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { EpochFigures, ModelInfo, TrainOptions } from '#shared/contract/training.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { TrainResult } from '../engine-client/protocol.ts';
import { writeWhole } from '../files/write-whole.ts';

export const recordFile = 'training.json';

export interface TrainingRecord {
  readonly format: 'lamina-training';
  readonly version: 1;
  readonly startedAt: string;
  /** Records of before do not tell. */
  readonly trainedBy?: string | undefined;
  readonly options: TrainOptions;
  readonly snapshot: {
    readonly id: string;
    /** Relative to the project's folder, with `/`. */
    readonly path: string;
    readonly validationKind: ModelInfo['validationKind'];
    readonly validationPatients: readonly string[];
    readonly notes: readonly Sentence[];
  };
  /** As the engine is asked to begin. */
  readonly plan: Plan;
  /** As it fixed it; null before that. */
  readonly followed: Plan | null;
  /** Of computing, up to the checkpoint. */
  readonly secondsUsed: number;
  /** How long it takes until the cases are read; what goes on reads them again, which is not counted. */
  readonly readingSeconds?: number;
  readonly checkpoint: Checkpoint | null;
  readonly curve: readonly EpochFigures[];
  /** What was said on the way, each once: what was left out or replaced, where it begins, a number of steps that was cut. Records of before have none. */
  readonly warnings?: readonly Sentence[];
  /** Of a training that is done, while its model has no row yet; `modelFolder` is relative to the training's folder. */
  readonly result: TrainResult | null;
}

export interface Checkpoint {
  /** Inside the training's folder. */
  readonly folder: string;
  readonly step: number;
}

/** What its model keeps of how it came to be. */
export function notesOf({ snapshot, warnings = [] }: Pick<TrainingRecord, 'snapshot' | 'warnings'>): readonly Sentence[] {
  return eachOnce([...snapshot.notes, ...warnings]);
}

/** Trainings that go on read their cases again, and are warned again. */
export function eachOnce(sentences: readonly Sentence[]): readonly Sentence[] {
  return [...new Map(sentences.map((one) => [one.en, one])).values()];
}

/** @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written */
export async function writeRecord(folder: string, record: TrainingRecord): Promise<void> {
  await writeWhole(join(folder, recordFile), `${JSON.stringify(record, null, 1)}\n`);
}

/** Null where there is none, or none that this version understands. */
export async function readRecord(folder: string): Promise<TrainingRecord | null> {
  let record: TrainingRecord;
  try {
    record = JSON.parse(await readFile(join(folder, recordFile), 'utf8')) as TrainingRecord;
  } catch {
    return null;
  }
  return record?.format === 'lamina-training' && record.version === 1 ? record : null;
}

/** The newest whole checkpoint: the noted one, but where the program ended between a checkpoint and its note. */
export async function newestCheckpoint(folder: string, noted: Checkpoint | null): Promise<Checkpoint | null> {
  const there = await checkpointsIn(folder);
  if (noted !== null && there.includes(noted.folder)) return noted;
  const found = await Promise.all(there.map(async (name) => {
    const file = join(folder, name, 'model.json');
    try {
      const { step } = JSON.parse(await readFile(file, 'utf8')) as { step: unknown };
      return typeof step === 'number' ? [{ folder: name, step, at: (await stat(file)).mtimeMs }] : [];
    } catch {
      return [];
    }
  }));
  const newest = found.flat().sort((a, b) => b.step - a.step || b.at - a.at)[0];
  return newest === undefined ? null : { folder: newest.folder, step: newest.step };
}

/** Whole ones alone bear such a name. */
export async function checkpointsIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => /^checkpoint-\w+$/.test(name));
}

export interface RecordKeeper {
  readonly record: TrainingRecord;
  /** Writes behind: of changes that come faster than the disk takes them, the newest. */
  change(change: Partial<TrainingRecord>): void;
  /** Resolves when the disk has the newest, or would not take it: an older one is whole, and its checkpoint is looked for. */
  settled(): Promise<void>;
}

export function keepRecord(folder: string, first: TrainingRecord): RecordKeeper {
  let record = first;
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    for (let written: TrainingRecord | null = null; written !== record;) {
      written = record;
      // Of a folder that was taken away nothing must be made again.
      if (existsSync(folder)) await writeRecord(folder, written).catch(() => undefined);
    }
    writing = null;
  };
  return {
    get record() { return record; },
    change(change) {
      record = { ...record, ...change };
      writing ??= write();
    },
    settled: () => writing ?? Promise.resolve(),
  };
}

/** As an event of the engine names it. */
export function asCheckpoint({ folder, step }: { readonly folder: string; readonly step: number }): Checkpoint {
  return { folder: basename(folder), step };
}
