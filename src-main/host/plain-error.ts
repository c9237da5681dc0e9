/** Turns whatever was thrown into a code and one sentence for a person; the rest goes to the log. */
import { ORPCError, ValidationError } from '@orpc/server';
import { fill } from '#shared/text/sentence.ts';
import { UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import { workSentences } from '../use-cases/work-sentences.ts';
import { hostSentences } from './host-sentences.ts';
import type { Log } from './log.ts';

export function plainError(error: unknown, log: Log): UserFacingError {
  if (error instanceof UserFacingError) {
    if (error.code === 'internal' || error.code === 'engine-crashed' || error.code === 'corrupt') log.write(error.code, error);
    return error;
  }
  const invalid = invalidInput(error);
  if (invalid !== null) return failure('bad-input', hostSentences.badInput, { what: invalid }, error);
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
function invalidInput(error: unknown): string | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null;
  if (!(error.cause instanceof ValidationError)) return error.message;
  const issue = error.cause.issues[0];
  if (issue === undefined) return error.message;
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof RangeError && /Array buffer allocation failed|Invalid typed array length|Invalid array buffer length/.test(error.message))
    || (error as NodeJS.ErrnoException).code === 'ERR_MEMORY_ALLOCATION_FAILED';
}
