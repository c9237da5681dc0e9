/** Sets patients aside for ever to judge finished models: what there is, what could be drawn, and the drawing. */
import type { TestSetInfo, TestSetOptions } from '#shared/contract/test-set.ts';
import { drawTestSet as draw, testSetSize } from '#shared/learning/test-set.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { testCases } from './teaching-cases.ts';

export function describeTestSet(store: ProjectStore): TestSetInfo {
  const records = store.cases.list();
  const patients = new Set(records.map(({ patient }) => patient)).size;
  const drawn = store.testSet.get();
  const drawnPatients = new Set(drawn?.patients);
  const { offer, obstacle } = drawn === null ? offered(store, patients) : { offer: null, obstacle: null };
  return {
    drawn: drawn === null ? null : { ...drawn, patients: [...drawn.patients] },
    patients,
    cases: records.filter(({ patient }) => drawnPatients.has(patient)).length,
    judgingCases: testCases(store).length,
    offer, obstacle,
  };
}

function offered(store: ProjectStore, patients: number): { readonly offer: number | null; readonly obstacle: Sentence | null } {
  if (store.readOnly !== null) return { offer: null, obstacle: store.readOnly };
  try {
    return { offer: testSetSize(patients), obstacle: null };
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    return { offer: null, obstacle: error.sentence };
  }
}

/**
 * From all patients, whether they are labelled yet or not: those who are finished first are not like all others.
 * @throws UserFacingError `conflict` where there is one already; `bad-input` for fewer than ten patients, or where
 *   too many are asked for
 */
export function drawTestSet(store: ProjectStore, { size, seed }: TestSetOptions, annotator: string): TestSetInfo {
  // Asked first, so that whoever asks again is told what is drawn and not what could be.
  const patients = store.testSet.get()?.patients ?? draw(store.cases.list().map(({ patient }) => patient), { seed, size });
  store.testSet.draw(patients, seed, annotator);
  return describeTestSet(store);
}
