/** Who judges, as a person names them: in the command, or in a file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { failure } from '#shared/text/user-facing-error.ts';
import { screenSentences } from './command-line-sentences.ts';

export interface NamedSplit {
  readonly test: string[];
  /** Left out where the file does not say who may teach. */
  readonly pool?: string[];
}

/** @param given names with commas, or a file: one name a line, a JSON list, or `{"fit": […], "judge": […]}`. @throws UserFacingError `not-found`, `bad-input` */
export async function readSplit(given: string): Promise<NamedSplit> {
  const file = resolve(given);
  if (!existsSync(file)) return { test: namesIn(given.split(',')) };
  const text = await readFile(file, 'utf8').catch((error: unknown) => { throw failure('not-found', screenSentences.unreadableFile, { file }, error); });
  const found = /^\s*[[{]/.test(text) ? fromJson(text) : { test: namesIn(text.split(/\r?\n/)) };
  if (found === null || found.test.length === 0) throw failure('bad-input', screenSentences.unreadableSplit, { file });
  return found;
}

function namesIn(parts: readonly string[]): string[] {
  return parts.map((name) => name.trim()).filter((name) => name !== '');
}

/** Null where it is something else. */
function fromJson(text: string): NamedSplit | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (areNames(value)) return { test: value };
  const { fit, judge } = value as { fit?: unknown; judge?: unknown };
  if (!areNames(judge) || !(fit === undefined || areNames(fit))) return null;
  return fit === undefined ? { test: judge } : { test: judge, pool: fit };
}

function areNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
}
