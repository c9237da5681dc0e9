/** Which runs a set has, and where each keeps what it did. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { attemptsOf, type Run } from './do-run.ts';
import type { QualitySet } from './quality-set.ts';
import { resultOf, runName, type RunResult } from './run-result.ts';
import { readStages } from './stages.ts';
import { lengthName, type TrainingLength } from './training-length.ts';

export interface Where {
  /** Folder of the data sets. */
  readonly data: string;
  /** Folder of all runs. */
  readonly out: string;
}

/** Folders of data that are not there. */
export function missingData({ needs }: Pick<QualitySet, 'needs'>, { data }: Where): readonly string[] {
  return needs.map((folder) => join(data, folder)).filter((folder) => !existsSync(folder));
}

/** @throws RangeError where the data are not as they should be */
export async function runsOf(set: QualitySet, where: Where, seeds: readonly number[], length: TrainingLength | null): Promise<readonly Run[]> {
  const images = await set.images(where.data, join(where.out, set.name, 'images'));
  const asked = length ?? ownLength(set);
  const splits = await set.splits(images, where.data);
  return splits.flatMap((split) => seeds.map((seed): Run => ({
    set, images, split, seed, length: asked,
    folder: join(where.out, set.name, lengthName(asked), runName({ split, seed })),
  })));
}

/** The only one whose figures the document holds. */
export function ownLength({ minutes }: Pick<QualitySet, 'minutes'>): TrainingLength {
  return { kind: 'minutes', minutes };
}

/** Of those that are finished. */
export async function resultsOf(runs: readonly Run[]): Promise<readonly RunResult[]> {
  const found: RunResult[] = [];
  for (const run of runs) {
    const result = resultOf(run, await readStages(run.folder), await attemptsOf(run.folder));
    if (result !== null) found.push(result);
  }
  return found;
}
