/** Real images for tests, beside the project; absent on a stranger's machine, where such tests skip and say so. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../../shared/data');

export const dataIsThere = existsSync(folder);
/** For the name of a test that skips. */
export const dataNote = dataIsThere ? '' : ' (skipped: no ../shared/data)';

export function dataPath(...parts: readonly string[]): string {
  return path.join(folder, ...parts);
}
