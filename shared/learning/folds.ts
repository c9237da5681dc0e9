/**
 * Cross-validation by patient: every patient judges once and teaches in all other trainings. Pure; who
 * belongs to which fold is kept by the project, so that two cross-validations can be compared.
 */
import { failure } from '../text/user-facing-error.ts';
import { inLine } from './split.ts';
import { splitSentences } from './split-sentences.ts';

/** Fold of each patient, counted from 0. */
export type FoldOf = ReadonlyMap<string, number>;

/**
 * Folds whose sizes differ by one at most. Patients stay in the fold that they were in: one who joins moves
 * nobody, one who leaves at most one other.
 * @param patients one name per case or per patient; repeats are the same patient
 * @param kept folds of before; another number of folds begins anew
 * @throws UserFacingError `bad-input` where there are fewer patients than folds
 */
export function assignFolds(patients: readonly string[], folds: number, seed: number, kept: FoldOf = new Map()): FoldOf {
  const line = inLine(patients, seed, 'folds\n');
  if (line.length < folds) throw failure('bad-input', splitSentences.tooFewForFolds, { patients: line.length, folds });
  const before = new Set(kept.values()).size === folds && Math.max(...kept.values()) === folds - 1 ? kept : new Map<string, number>();
  const members = Array.from({ length: folds }, (): string[] => []);
  for (const patient of line) {
    const fold = before.get(patient);
    if (fold !== undefined) members[fold]!.push(patient);
  }
  for (const patient of line) if (!before.has(patient)) extreme(members, -1).push(patient);
  for (;;) {
    const [largest, smallest] = [extreme(members, 1), extreme(members, -1)];
    if (largest.length - smallest.length <= 1) break;
    smallest.push(largest.pop()!);
  }
  return new Map(members.flatMap((ofFold, fold) => ofFold.map((patient): [string, number] => [patient, fold])));
}

/** The largest (1) or smallest (−1) fold; among equals the first. */
function extreme(members: readonly string[][], sign: 1 | -1): string[] {
  return members.reduce((found, one) => (sign * (one.length - found.length) > 0 ? one : found));
}
