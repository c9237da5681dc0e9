import { parseArgs } from 'node:util';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { qualitySentences as texts } from './quality-sentences.ts';
import type { TrainingLength } from './training-length.ts';

export interface QualityOptions {
  /** Names of sets; null: all. */
  readonly only: readonly string[] | null;
  /** Null: those of each set. */
  readonly seeds: readonly number[] | null;
  /** Null: the minutes of each set, the only ones that are reported. */
  readonly length: TrainingLength | null;
  readonly again: boolean;
  readonly list: boolean;
  readonly report: boolean;
  readonly json: boolean;
  readonly out: string | null;
  readonly data: string | null;
}

/** @throws UserFacingError `bad-input` */
export function readOptions(argv: readonly string[], sets: readonly string[]): QualityOptions {
  const { values } = parse(argv);
  const only = values.only?.split(',').map((name) => name.trim()) ?? null;
  for (const name of only ?? []) {
    if (!sets.includes(name)) throw new UserFacingError('bad-input', fill(texts.unknownSet, { name, names: sets.join(', ') }));
  }
  const lengths: TrainingLength[] = [
    ...values.minutes === undefined ? [] : [{ kind: 'minutes', minutes: number('--minutes', values.minutes, texts.positive, (n) => n > 0) } as const],
    ...values.epochs === undefined ? [] : [{ kind: 'epochs', epochs: number('--epochs', values.epochs, texts.wholePositive, (n) => Number.isInteger(n) && n > 0) } as const],
    ...values.trial ? [{ kind: 'trial' } as const] : [],
  ];
  if (lengths.length > 1) throw new UserFacingError('bad-input', texts.oneLength);
  return {
    only,
    seeds: values.seeds?.split(',').map((given) => number('--seeds', given, texts.seeds, (n) => Number.isInteger(n) && n >= 0)) ?? null,
    length: lengths[0] ?? null,
    again: values.again, list: values.list, report: values.report, json: values.json,
    out: values.out ?? null, data: values.data ?? null,
  };
}

function parse(argv: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        only: text, seeds: text, minutes: text, epochs: text, out: text, data: text,
        trial: flag, again: flag, list: flag, report: flag, json: flag,
      },
    });
  } catch (error) {
    throw new UserFacingError('bad-input', fill(texts.unknownOption, { problem: (error as Error).message }), { cause: error });
  }
}

function number(option: string, given: string, kind: Sentence, fits: (n: number) => boolean): number {
  const value = given.trim() === '' ? NaN : Number(given);
  if (!Number.isFinite(value) || !fits(value)) throw new UserFacingError('bad-input', fill(texts.notNumber, { option, kind, given }));
  return value;
}
