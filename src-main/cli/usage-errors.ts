/** What the parser of the command line objects to, as one plain sentence; and parsers of single values. */
import type { CommanderError } from 'commander';
import { isOrientationCode } from '#shared/geometry/orientation.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { usageSentences } from './command-line-sentences.ts';

/** The command was written wrongly: exit code 2. */
export class UsageError extends UserFacingError {
  constructor(sentence: Sentence) {
    super('bad-input', sentence);
  }
}

export function usageSentence(error: CommanderError): Sentence {
  const name = /'([^']*)'/.exec(error.message)?.[1]?.replace(/^.*?(--[\w-]+).*$/, '$1') ?? '';
  const like = /Did you mean (?:one of )?([^\s,?]+)/.exec(error.message)?.[1];
  switch (error.code) {
    case 'commander.unknownCommand': return like === undefined ? fill(usageSentences.unknownCommand, { name }) : fill(usageSentences.unknownCommandLike, { name, like });
    case 'commander.unknownOption': return like === undefined ? fill(usageSentences.unknownOption, { name }) : fill(usageSentences.unknownOptionLike, { name, like });
    case 'commander.missingArgument': return fill(usageSentences.missingArgument, { name });
    case 'commander.optionMissingArgument': return fill(usageSentences.missingValue, { name });
    case 'commander.missingMandatoryOptionValue': return fill(usageSentences.missingOption, { name });
    case 'commander.excessArguments': return usageSentences.tooManyArguments;
    case 'commander.help': return usageSentences.noCommand;
    default: return fill(usageSentences.other, { message: error.message.replace(/^error: /, '') });
  }
}

export const wholeNumber = (option: string, least: number, most?: number) => (given: string): number => {
  const number = /^\d{1,15}$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= (most ?? Infinity)) return number;
  throw new UsageError(most === undefined ? fill(usageSentences.notWhole, { option, least, given }) : fill(usageSentences.notBetween, { option, least, most, given }));
};

/** Three letters that name three different axes of the patient, in either case. */
export const orientationCode = (option: string) => (given: string): string => {
  const code = given.toUpperCase();
  if (!isOrientationCode(code)) throw new UsageError(fill(usageSentences.notOrientation, { option, given }));
  return code;
};

/** Only the form: whether there is such a one is the host's to say. */
const idOf = (wrong: 'notModelId' | 'notTrainingId') => (option: string) => (given: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)) throw new UsageError(fill(usageSentences[wrong], { option, given }));
  return given.toLowerCase();
};
export const modelId = idOf('notModelId');
export const trainingId = idOf('notTrainingId');

export const positiveNumber = (option: string) => (given: string): number => {
  const number = given.trim() === '' ? NaN : Number(given);
  if (!(number > 0 && Number.isFinite(number))) throw new UsageError(fill(usageSentences.notPositive, { option, given }));
  return number;
};

/** Words between commas, at least two, each once. */
export const commaList = (option: string) => (given: string): string[] => {
  const found = given.split(',').map((word) => word.trim().toLowerCase());
  if (found.length < 2 || found.includes('') || new Set(found).size < found.length) throw new UsageError(fill(usageSentences.notList, { option, given }));
  return found;
};

export const oneOf = <const Choice extends string>(option: string, choices: readonly Choice[]) => (given: string): Choice => {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new UsageError(fill(usageSentences.notOneOf, { option, choices: choices.join(', '), given }));
  return found;
};

/** Words of a choice between commas, each once. */
export const wordList = <const Choice extends string>(option: string, choices: readonly Choice[]) => (given: string): Choice[] => {
  const found = given.split(',').map((word) => choices.find((choice) => choice === word.trim()));
  const known = found.filter((word) => word !== undefined);
  if (known.length < found.length || new Set(known).size < known.length) throw new UsageError(fill(usageSentences.notEachOf, { option, choices: choices.join(', '), given }));
  return known;
};

export const numberList = (option: string) => (given: string): number[] => {
  const found = given.split(',').map((word) => (/^\d+(\.\d+)?$/.test(word.trim()) ? Number(word) : NaN));
  if (!found.every((number) => number > 0)) throw new UsageError(fill(usageSentences.notNumbers, { option, given }));
  return found;
};

const mostSeeds = 100;

/** `5`: from 1 to 5; `6-10`. */
export const seedList = (option: string) => (given: string): number[] => {
  const [, first, last] = /^(?:(\d{1,9})-)?(\d{1,9})$/.exec(given.trim()) ?? [];
  const from = Number(first ?? 1);
  const count = Number(last) - from + 1;
  if (!(count >= 1 && count <= mostSeeds)) throw new UsageError(fill(usageSentences.notSeeds, { option, given }));
  return Array.from({ length: count }, (_, place) => from + place);
};
