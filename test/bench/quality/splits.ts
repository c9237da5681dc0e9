/** Who learns and who judges: rules that anybody can repeat, and that never part the images of one patient. */
import type { QualityCase, Split } from './quality-set.ts';

/** Patients in the order of their names (code units); every n-th of them judges: the n-th, the 2n-th, … */
export function everyNth(id: string, cases: readonly QualityCase[], n: number): Split {
  const judging = new Set(patientsOf(cases).filter((_, place) => place % n === n - 1));
  return part(id, cases, (patient) => judging.has(patient));
}

/** As many splits as patients: each judges once, and all others learn. */
export function leaveOnePatientOut(cases: readonly QualityCase[]): Split[] {
  return patientsOf(cases).map((left) => part(`patient-${left}`, cases, (patient) => patient === left));
}

/** As somebody else fixed it. @throws RangeError where a name is missing, or in both */
export function fixedSplit(id: string, cases: readonly QualityCase[], fit: readonly string[], judge: readonly string[]): Split {
  const known = new Set(cases.map(({ name }) => name));
  const missing = [...fit, ...judge].filter((name) => !known.has(name));
  if (missing.length > 0) throw new RangeError(`the split names what is not there: ${missing.join(', ')}`);
  if (judge.some((name) => fit.includes(name))) throw new RangeError('the split lets the same case learn and judge');
  return { id, fit, judge };
}

function patientsOf(cases: readonly QualityCase[]): readonly string[] {
  return [...new Set(cases.map(({ patient }) => patient))].sort();
}

function part(id: string, cases: readonly QualityCase[], judges: (patient: string) => boolean): Split {
  const names = (judging: boolean): readonly string[] => cases.filter(({ patient }) => judges(patient) === judging).map(({ name }) => name);
  return { id, fit: names(false), judge: names(true) };
}
