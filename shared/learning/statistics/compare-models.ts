/**
 * Two models beside each other, case by case, on the cases that judged both against the same reference. It decides nothing: what
 * takes whose place is decided in `promotion.ts`, and never by the test set.
 */
import type { AxisIndex } from '../../geometry/volume-geometry.ts';
import { patientsOf, type CaseJudgement } from '../evaluation/case-judgement.ts';
import { meanOfKnown } from '../evaluation/summary.ts';
import type { Interval } from './bootstrap.ts';
import { pairedBootstrap, type PairedDifference } from './paired-bootstrap.ts';
import { diceByPatient, type JudgedLabel } from './patient-figures.ts';

export const comparisonRule = { margin: 0, resamples: 10_000, level: 0.95, fewestPatients: 2, seed: 0 } as const;

/** What a model was judged by. */
export interface JudgedAgainst {
  readonly cases: readonly CaseJudgement[];
  /** By case: which labels on which slices. Two references are the same where these are. */
  readonly references: ReadonlyMap<string, string>;
}

export interface ComparedFigure {
  readonly first: number;
  readonly second: number;
  /** second − first */
  readonly difference: number;
  readonly patients: number;
  readonly interval: Interval;
}

type Slice = { readonly axis: AxisIndex; readonly slice: number } | null;

export interface CasesBeside {
  readonly caseId: string;
  readonly name: string;
  readonly patient: string;
  readonly first: number | null;
  readonly second: number | null;
  readonly labels: readonly { readonly value: number; readonly first: number | null; readonly second: number | null }[];
  readonly worst: { readonly first: Slice; readonly second: Slice };
}

export interface ModelsBeside {
  readonly patients: number;
  /** The one in which the second model loses most first. */
  readonly cases: readonly CasesBeside[];
  readonly mean: ComparedFigure | null;
  readonly labels: readonly (JudgedLabel & { readonly compared: ComparedFigure | null })[];
  readonly leftOut: { readonly firstAlone: number; readonly secondAlone: number; readonly otherReference: number };
}

/** @param labels that both models know */
export function compareJudgements(first: JudgedAgainst, second: JudgedAgainst, labels: readonly JudgedLabel[]): ModelsBeside {
  const before = new Map(first.cases.map((one) => [one.caseId, one]));
  const after = new Map(second.cases.map((one) => [one.caseId, one]));
  const both = [...after.keys()].filter((id) => before.has(id)).sort();
  const same = both.filter((id) => first.references.has(id) && first.references.get(id) === second.references.get(id));
  // A patient may have got another name meanwhile: people are who they are today.
  const later = same.map((id) => after.get(id)!);
  const earlier = same.map((id) => ({ ...before.get(id)!, patient: after.get(id)!.patient }));
  const patients = patientsOf(later).toSorted();
  const compared = pairedBootstrap(diceByPatient(earlier, patients, labels), diceByPatient(later, patients, labels), comparisonRule);
  const cases = later.map((one, at) => beside(earlier[at]!, one, labels));
  return {
    patients: patients.length,
    cases: cases.sort((a, b) => loss(b) - loss(a) || (a.second ?? Infinity) - (b.second ?? Infinity) || 0),
    mean: figureOf(compared.mean),
    labels: labels.map(({ value, name }, place) => ({ value, name, compared: figureOf(compared.labels[place] ?? null) })),
    leftOut: { firstAlone: before.size - both.length, secondAlone: after.size - both.length, otherReference: both.length - same.length },
  };
}

/** How much the second one is worse; what has no difference stands behind all that has. */
function loss({ first, second }: CasesBeside): number {
  return first === null || second === null ? -Infinity : first - second;
}

function figureOf(paired: PairedDifference | null): ComparedFigure | null {
  if (paired === null) return null;
  const { earlier, later, difference, patients, interval } = paired;
  return { first: earlier, second: later, difference, patients, interval };
}

function beside(first: CaseJudgement, second: CaseJudgement, labels: readonly JudgedLabel[]): CasesBeside {
  const ofLabels = labels.map(({ value }) => ({ value, first: first.labels[value]?.dice ?? null, second: second.labels[value]?.dice ?? null }));
  const { caseId, name, patient } = second;
  return {
    caseId, name, patient,
    first: meanOfKnown(ofLabels.map((one) => one.first)), second: meanOfKnown(ofLabels.map((one) => one.second)),
    labels: ofLabels,
    worst: { first: sliceOf(first), second: sliceOf(second) },
  };
}

function sliceOf({ worst }: CaseJudgement): Slice {
  return worst && { axis: worst.axis, slice: worst.slice };
}
