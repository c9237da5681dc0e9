/**
 * A run as a row of commands, each of which leaves its answer in a file: what has one is done, and a
 * run that was killed goes on with the first that has none.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '#main/files/write-whole.ts';
import type { QualitySet, Split } from './quality-set.ts';

export const stageNames = ['init', 'import', 'train', 'segment', 'evaluate', 'examine'] as const;
export type StageName = (typeof stageNames)[number];

/** What a file of a stage holds. */
export interface StageRecord<Answer> {
  /** As it could be typed in the run's folder; `examine` is none. */
  readonly command: readonly string[] | null;
  readonly startedAt: string;
  readonly seconds: number;
  readonly answer: Answer;
}

export type StageRecords = Partial<Readonly<Record<StageName, StageRecord<unknown>>>>;

/** In order. Where nobody judges there is nothing to segment. */
export function stagesOf({ examine }: Pick<QualitySet, 'examine'>, { judge }: Pick<Split, 'judge'>): readonly StageName[] {
  return stageNames.filter((stage) => {
    switch (stage) {
      case 'init': case 'import': case 'train': return true;
      case 'segment': case 'evaluate': return judge.length > 0;
      case 'examine': return examine !== null;
    }
  });
}

/** From the first that is not done on: what follows was made from something that is not there any more. */
export function remainingStages(stages: readonly StageName[], records: StageRecords): readonly StageName[] {
  const first = stages.findIndex((stage) => records[stage] === undefined);
  return first < 0 ? [] : stages.slice(first);
}

export async function readStages(folder: string): Promise<StageRecords> {
  const found: Partial<Record<StageName, StageRecord<unknown>>> = {};
  for (const stage of stageNames) {
    const record = await readRecord(folder, stage);
    if (record !== null) found[stage] = record as StageRecord<unknown>;
  }
  return found;
}

export async function writeRecord(folder: string, name: string, value: unknown): Promise<void> {
  await writeWhole(recordFile(folder, name), `${JSON.stringify(value, null, 1)}\n`);
}

/** Null where there is none. */
export async function readRecord(folder: string, name: string): Promise<unknown> {
  const text = await readFile(recordFile(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : JSON.parse(text);
}

function recordFile(folder: string, name: string): string {
  return join(folder, `${name}.json`);
}
