/** Where what of a simulation lies in its folder. Each round is there as a whole or not at all, so that it can be ended at any time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startName } from '#shared/learning/simulation/arms.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import { writeWhole } from '../files/write-whole.ts';

export interface RoundName {
  readonly seed: number;
  /** `startName` for the first round, which all share. */
  readonly arm: string;
  readonly round: number;
}

export function roundFolder(out: string, { seed, arm, round }: RoundName): string {
  return arm === startName ? join(out, `seed-${seed}`, arm) : join(out, `seed-${seed}`, arm, `round-${round}`);
}

/** Of a network that is still needed: to choose the next slices, or to go on from. */
export function modelFolder(round: string): string {
  return join(round, 'model');
}

const outcomeFile = 'result.json';

/** Null where it is not done. */
export async function readOutcome(round: string): Promise<RoundOutcome | null> {
  const found = await readJson(join(round, outcomeFile)) as RoundOutcome | null;
  return found?.format === 'lamina-simulation-round' && found.version === 1 ? found : null;
}

export async function writeOutcome(round: string, outcome: RoundOutcome): Promise<void> {
  await writeJson(join(round, outcomeFile), outcome);
}

/** Null where there is no such file. @throws SyntaxError */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : JSON.parse(text);
}

/** @throws UserFacingError `disk-full`, or `bad-input` where nothing may be written */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeWhole(file, `${JSON.stringify(value, null, 1)}\n`);
}
