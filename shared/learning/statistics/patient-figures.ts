/** Dice by patient, and means over patients: what is resampled is people, since two scans of one person resemble each other. */
import type { CaseJudgement } from '../evaluation/case-judgement.ts';
import { meanOfKnown } from '../evaluation/summary.ts';

/** A label, by its value in files. */
export interface JudgedLabel {
  readonly value: number;
  readonly name: string;
}

/**
 * Who judged: the compiler keeps figures of the test set out of what decides, and those of the validation out of what is
 * shown as the test's.
 */
export interface JudgedBy<Who extends 'validation' | 'test'> {
  readonly judgedBy: Who;
  readonly cases: readonly CaseJudgement[];
}

/** Dice of each label (rows) of each patient (columns); null where none of the patient's cases has one. */
export type DiceByPatient = readonly (readonly (number | null)[])[];

/** Of each patient the mean over the patient's cases that have a Dice. */
export function diceByPatient(cases: readonly CaseJudgement[], patients: readonly string[], labels: readonly JudgedLabel[]): DiceByPatient {
  const casesOf = Map.groupBy(cases, ({ patient }) => patient);
  return labels.map(({ value }) => patients.map((patient) =>
    meanOfKnown((casesOf.get(patient) ?? []).map((one) => one.labels[value]?.dice ?? null))));
}

/** The mean of one label over patients of whom each counts so many times; null where none with a figure counts. */
export function weightedMean(figures: readonly (number | null)[], times: ArrayLike<number>): number | null {
  let [sum, n] = [0, 0];
  for (const [at, figure] of figures.entries()) {
    const weight = times[at] as number;
    if (figure === null || weight === 0) continue;
    sum += weight * figure;
    n += weight;
  }
  return n === 0 ? null : sum / n;
}
