/**
 * Which patients judge a model instead of teaching it, where there are enough of them (`who-judges.ts`). All slices of a patient go one way: two scans
 * of one person resemble each other, and a model judged on a patient it has seen looks better than it is.
 */
import { fill, type Sentence } from '../text/sentence.ts';
import { failure } from '../text/user-facing-error.ts';
import { planningSentences } from './planning-sentences.ts';

export interface PatientSplit {
  /** Sorted by name; every other patient teaches. */
  readonly validationPatients: readonly string[];
  /** What the person should know about the split; null where there is nothing to say. */
  readonly note: Sentence | null;
}

const fewestForValidation = 5;
/** One in twenty: 5 %, as a whole number so that 140 patients give 7 and not, by rounding, 8. */
const patientsForOne = 20;
const mostForValidation = 20;

/**
 * Draws the validation patients. Each patient has a place of its own in a line that only the seed and
 * the name decide, and the first ones of the line are drawn: so one more patient in the project moves
 * at most one other, and models trained before and after stay comparable.
 * @param patients one name per case or per patient; repeats are the same patient
 * @param options.validation number of patients; 0 = all teach; left out: 5 % of the patients, at least 5,
 *   at most 20, and a third of ten patients or fewer
 * @throws UserFacingError `bad-input` where so many are asked for that none would be left to learn from
 */
export function splitByPatient(
  patients: readonly string[],
  options: { readonly seed: number; readonly validation?: number | undefined },
): PatientSplit {
  const line = inLine(patients, options.seed);
  const count = options.validation === undefined
    ? usualCount(line.length)
    : requestedCount(options.validation, line.length);
  return {
    validationPatients: line.slice(0, count).sort(),
    note: options.validation === undefined ? noteFor(line.length, count) : null,
  };
}

function usualCount(patients: number): number {
  // Ten or fewer: five to judge would be half of all or more. A third keeps most of the labels teaching.
  if (patients <= 2 * fewestForValidation) return Math.floor(patients / 3);
  return Math.min(mostForValidation, Math.max(fewestForValidation, Math.ceil(patients / patientsForOne)));
}

function requestedCount(asked: number, patients: number): number {
  if (asked > 0 && asked >= patients) {
    throw failure('bad-input', planningSentences.validationTakesAll, { asked, patients, most: Math.max(0, patients - 1) });
  }
  return asked;
}

function noteFor(patients: number, heldBack: number): Sentence | null {
  if (heldBack === 0 || heldBack >= fewestForValidation) return null;
  return fill(planningSentences.fewPatients, { patients, heldBack });
}

/**
 * Each patient once, in an order that only the seed and the names decide: whoever joins moves nobody past another.
 * @param purpose another one gives another line
 */
export function inLine(patients: readonly string[], seed: number, purpose = ''): readonly string[] {
  return [...new Set(patients)]
    .map((patient) => ({ patient, place: placeInLine(seed, purpose + patient) }))
    .sort((a, b) => a.place - b.place || (a.patient < b.patient ? -1 : 1))
    .map(({ patient }) => patient);
}

/**
 * 32 bits from seed and name: FNV-1a over the name's UTF-16 code units, then the finaliser of
 * MurmurHash3, without which names that differ in their last digit alone would stand side by side.
 */
export function placeInLine(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ (seed >>> 0);
  for (let at = 0; at < name.length; at += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
