/** Which slices of the test set are painted: drawn blindly, as many of each patient, so that they stand for all slices. */
import { inLine } from './split.ts';

export interface TestSlice {
  readonly caseId: string;
  readonly index: number;
}

export interface DrawnFrom {
  readonly caseId: string;
  readonly patient: string;
  /** How many slices it has. */
  readonly slices: number;
  /** Of these, the ones that cannot be painted without having seen a prediction: somebody took one over. */
  readonly takenOver?: ReadonlySet<number>;
}

const fewestOfPatient = 3;
/** Under so many in all, a chart says that they are too few (`testIntervalRule`). */
const fewestInAll = 30;

/** So many that there are thirty in all, at least three: whoever is large counts as much as whoever is small. */
export function testSlicesPerPatient(patients: number): number {
  return patients === 0 ? 0 : Math.max(fewestOfPatient, Math.ceil(fewestInAll / patients));
}

/**
 * Each patient's slices stand in a line that only the seed and their names decide, and the first ones are drawn: cases that come later may
 * change who of their own patient is drawn, and nobody else's.
 * @returns the first of each patient, then the second, and so on: who stops early has painted about as many of each
 */
export function drawTestSlices(cases: readonly DrawnFrom[], seed: number): readonly TestSlice[] {
  const byPatient = [...Map.groupBy(cases, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1));
  const each = testSlicesPerPatient(byPatient.length);
  const lines = byPatient.map(([, own]) => {
    const slices = new Map(own.flatMap(({ caseId, slices: count, takenOver }) =>
      Array.from({ length: count }, (_, index): [string, TestSlice] => [`${caseId} ${index}`, { caseId, index }]).filter(([, { index }]) => takenOver?.has(index) !== true)));
    return inLine([...slices.keys()], seed, 'test slices\n').slice(0, each).map((name) => slices.get(name)!);
  });
  return Array.from({ length: each }, (_, place) => lines.flatMap((line) => line[place] ?? [])).flat();
}
