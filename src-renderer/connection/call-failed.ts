import { errorCodes, UserFacingError, failure } from '#shared/text/user-facing-error.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { connectionSentences } from './connection-sentences.ts';

/** What the host answered instead of bytes, as the error that a call would have thrown. */
export async function callFailed(response: Response): Promise<UserFacingError> {
  const answer = await response.json().catch(() => ({})) as { code?: string; sentence?: Sentence };
  const code = errorCodes.find((one) => one === answer.code) ?? 'not-found';
  if (answer.sentence !== undefined) return new UserFacingError(code, answer.sentence);
  return failure('internal', connectionSentences.pageFailed, {});
}
