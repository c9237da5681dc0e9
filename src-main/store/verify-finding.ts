/** What an inspection finds, and inspections that are done a piece at a time. */
import type { Finding } from '#shared/contract/verification.ts';
import type { Sentence } from '#shared/text/sentence.ts';

export type { Finding };

/** Yields now and then which share of it is done, 0 … 1, so that whoever runs it can stop it or let others in between. */
export type Inspection<Result = readonly Finding[]> = Generator<number, Result, void>;

export function wrong(kind: Finding['kind'], sentence: Sentence, where: Partial<Pick<Finding, 'event' | 'case' | 'file'>> = {}): Finding {
  return { kind, sentence, event: null, case: null, file: null, ...where };
}
