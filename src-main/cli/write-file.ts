import { existsSync } from 'node:fs';
import { failure } from '#shared/text/user-facing-error.ts';
import { writeWhole } from '#main/files/write-whole.ts';
import { screenSentences } from './command-line-sentences.ts';

/** A text that a command was asked to keep. @throws UserFacingError `conflict` where the file is there and may not be replaced */
export async function writeFile(file: string, text: string, force: boolean): Promise<void> {
  if (!force && existsSync(file)) throw failure('conflict', screenSentences.fileExists, { file });
  await writeWhole(file, text);
}
