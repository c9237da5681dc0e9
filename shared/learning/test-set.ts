/**
 * Which patients a project sets aside for ever to say at the end how good a model is. Unlike those who
 * judge a training (`split.ts`) they choose nothing: no plan, no epoch, no network.
 */
import { failure } from '../text/user-facing-error.ts';
import { inLine } from './split.ts';
import { splitSentences } from './split-sentences.ts';

/** How many: a number of patients, or a share of them. */
export type TestSetSize = { readonly patients: number } | { readonly share: number };

/** One in five. */
const patientsForOne = 5;
const fewestInTestSet = 5;
/** With fewer patients every one is needed to learn from, and five of them would be half. */
export const fewestForTestSet = 10;

/**
 * @param patients one name per case or per patient; repeats are the same patient
 * @param size left out: 20 % of the patients, at least 5
 * @returns sorted by name
 * @throws UserFacingError `bad-input` for fewer than ten patients, or where more than half are asked for
 */
export function drawTestSet(patients: readonly string[], { seed, size }: { readonly seed: number; readonly size?: TestSetSize | undefined }): readonly string[] {
  // Not the line of the judges: who has judged trainings before has been part of choices.
  const line = inLine(patients, seed, 'test set\n');
  const count = testSetSize(line.length, size);
  const most = Math.floor(line.length / 2);
  if (count > most) throw failure('bad-input', splitSentences.testSetTooLarge, { asked: count, patients: line.length, most });
  return line.slice(0, count).sort();
}

/** @throws UserFacingError `bad-input` for fewer than ten patients */
export function testSetSize(patients: number, size?: TestSetSize): number {
  if (patients < fewestForTestSet) throw failure('bad-input', splitSentences.tooFewForTestSet, { patients, fewest: fewestForTestSet });
  if (size === undefined) return Math.max(fewestInTestSet, Math.ceil(patients / patientsForOne));
  return 'patients' in size ? size.patients : Math.max(1, Math.round(size.share * patients));
}
