/** What a person is told of anything that was thrown on the way to the host and back. */
import { ORPCError } from '@orpc/client';
import type { Sentence } from '#shared/text/sentence.ts';
import { errorCodes, UserFacingError, type ErrorCode } from '#shared/text/user-facing-error.ts';
import { connectionSentences } from './connection-sentences.ts';

export interface PlainError {
  readonly code: ErrorCode | 'host-gone';
  readonly sentence: Sentence;
}

export function plainError(error: unknown): PlainError {
  if (error instanceof UserFacingError) return { code: error.code, sentence: error.sentence };
  if (error instanceof ORPCError) {
    const sentence = (error.data as { sentence?: Sentence } | undefined)?.sentence;
    const code = errorCodes.find((one) => one === error.code);
    if (sentence !== undefined && code !== undefined) return { code, sentence };
    if (error.status === 401) return { code: 'host-gone', sentence: connectionSentences.noWayIn };
    if (error.status === 503) return { code: 'host-gone', sentence: connectionSentences.hostGone };
  }
  if (error instanceof DOMException && error.name === 'AbortError') return { code: 'cancelled', sentence: connectionSentences.cancelled };
  // What fetch throws where nobody listens any more; other type errors are defects of this page.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return { code: 'host-gone', sentence: connectionSentences.hostGone };
  // For whoever looks into the developer tools; a person is told what to do instead.
  console.error(error);
  return { code: 'internal', sentence: connectionSentences.pageFailed };
}
