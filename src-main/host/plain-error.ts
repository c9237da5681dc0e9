/** Turns whatever was thrown into a code and one sentence for a person; the rest goes to the log. */
import { ORPCError, ValidationError } from '@orpc/server';
import { zhCN } from 'zod/locales';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { workSentences } from '../use-cases/work-sentences.ts';
import { hostSentences } from './host-sentences.ts';
import type { Log } from './log.ts';

export function plainError(error: unknown, log: Log): UserFacingError {
  if (error instanceof UserFacingError) {
    if (error.code === 'internal' || error.code === 'engine-crashed' || error.code === 'corrupt') log.write(error.code, error);
    return error;
  }
  const invalid = invalidInput(error);
  if (invalid !== null) return new UserFacingError('bad-input', invalid, { cause: error });
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    log.write('disk full', error);
    return new UserFacingError('disk-full', hostSentences.diskFull, { cause: error });
  }
  if (isOutOfMemory(error)) {
    log.write('out of memory', error);
    return new UserFacingError('out-of-memory', hostSentences.outOfMemory, { cause: error });
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return new UserFacingError('cancelled', workSentences.cancelled, { cause: error });
  }
  log.write('internal', error);
  return new UserFacingError('internal', fill(hostSentences.internal, { log: log.file }), { cause: error });
}

/** The first thing that a schema of the contract said against an input; null where it is something else. */
function invalidInput(error: unknown): Sentence | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null;
  const [issue, data] = error.cause instanceof ValidationError ? [error.cause.issues[0], error.cause.data] : [undefined, null];
  if (issue === undefined) return inBoth({ en: error.message, 'zh-CN': error.message });
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  const path = keys.join('.');
  const placed = (message: string): string => (path === '' ? message : `${path}: ${message}`);
  return inBoth({ en: placed(issue.message), 'zh-CN': placed(inChinese({ ...issue, input: valueAt(data, keys) }) ?? issue.message) });
}

function inBoth(what: Sentence): Sentence {
  return {
    en: fill(hostSentences.badInput, { what: what.en }).en,
    'zh-CN': fill(hostSentences.badInput, { what: what['zh-CN'] })['zh-CN'],
  };
}

/** Names of types that the library leaves in English. */
const typesInChinese: Readonly<Record<string, string>> = {
  string: '文本', number: '数字', boolean: '布尔值', array: '数组', object: '对象', null: '空值', undefined: '空缺',
};

/** What was given there: the library tells it to whoever words its finding, but not with the finding. */
function valueAt(data: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[key], data);
}

/** The schema library words its findings in one language at a time. */
function inChinese(issue: object): string | undefined {
  const worded = zhCN().localeError(issue as never);
  const text = typeof worded === 'string' ? worded : worded?.message;
  return text?.replace(/(?<=实际接收 )\w+/, (type) => typesInChinese[type] ?? type);
}

function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof RangeError && /Array buffer allocation failed|Invalid typed array length|Invalid array buffer length/.test(error.message))
    || (error as NodeJS.ErrnoException).code === 'ERR_MEMORY_ALLOCATION_FAILED';
}
