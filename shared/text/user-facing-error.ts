import { fill, type Sentence, type SentenceValues } from './sentence.ts';

/** The closed list of failures. The code decides what a program does; the sentence is for the person. */
export const errorCodes = [
  'bad-input',
  'not-found',
  'conflict',
  'cancelled',
  'disk-full',
  'corrupt',
  'out-of-memory',
  'engine-crashed',
  'unsupported-file',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * A failure that a person can meet: one plain sentence that says what happened, to which file, and
 * what to do. Anything that is thrown and is not of this class is a defect and is shown as `internal`.
 */
export class UserFacingError extends Error {
  readonly code: ErrorCode;
  readonly sentence: Sentence;

  constructor(code: ErrorCode, sentence: Sentence, options?: { readonly cause?: unknown }) {
    super(sentence.en, options);
    this.name = 'UserFacingError';
    this.code = code;
    this.sentence = sentence;
  }
}

/** Short form for the usual case: a template and its values. */
export function failure<const Text extends string>(
  code: ErrorCode,
  template: { readonly en: Text; readonly 'zh-CN': string },
  values: SentenceValues<Text>,
  cause?: unknown,
): UserFacingError {
  return new UserFacingError(code, fill(template, values), { cause });
}
