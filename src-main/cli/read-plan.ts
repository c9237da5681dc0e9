/** A plan file that a person wrote. */
import { readFile } from 'node:fs/promises';
import type { TrainOptions } from '#shared/contract/training.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { screenSentences } from './command-line-sentences.ts';

/** @throws UserFacingError `not-found`; `bad-input` where it is no JSON */
export async function readPlan(file: string): Promise<TrainOptions['plan']> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw failure('not-found', screenSentences.unreadableFile, { file }, error);
  });
  try {
    // What is in it is judged by the host, whose sentence names the part that is wrong.
    return JSON.parse(text) as TrainOptions['plan'];
  } catch (error) {
    throw failure('bad-input', screenSentences.unreadablePlan, { file }, error);
  }
}
