/** The slices of the test set that are to be painted by hand: which they are, and which are done. */
import type { TestSlices } from '#shared/contract/loop.ts';
import { drawTestSlices, testSlicesPerPatient } from '#shared/learning/test-slices.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { completeSlicesOf } from './loop-pool.ts';

/** @param hidden cases of which whoever asks must not know what others did */
export function testSlices(store: ProjectStore, hidden: ReadonlySet<string> = new Set()): TestSlices {
  const patients = new Set(store.testSet.get()?.patients);
  const records = store.cases.list().filter(({ patient }) => patients.has(patient));
  const byId = new Map(records.map((record) => [record.id, { record, done: completeSlicesOf(store, record.id) }]));
  const drawn = drawTestSlices(
    records.map(({ id: caseId, patient, images, sliceAxis }) => ({ caseId, patient, slices: images[0]!.image.geometry.size[sliceAxis], takenOver: slicesNotByHand(store, caseId) })), store.testSet.seed(),
  );
  const slices = drawn.filter(({ caseId }) => !hidden.has(caseId)).map(({ caseId, index }) => {
    const { record: { name, patient, sliceAxis }, done } = byId.get(caseId)!;
    return { caseId, caseName: name, patient, axis: sliceAxis, index, complete: done.has(index) };
  });
  return {
    perPatient: testSlicesPerPatient(new Set(records.map(({ patient }) => patient)).size),
    complete: slices.filter(({ complete }) => complete).length,
    slices,
  } as unknown as TestSlices;
}

/** Slices of a case in which a prediction that somebody took over is in effect, in whoever's labels. */
export function slicesNotByHand(store: ProjectStore, caseId: string): ReadonlySet<number> {
  return new Set(store.labelmaps.ofCase(caseId).flatMap(({ id, owner }) => (owner.kind === 'model' ? [] : [...store.labelmaps.takenOver(id)])));
}

/** Cases of which a drawn slice is not painted yet: nobody may see a prediction of them before that. */
export function unpaintedTestCases(store: ProjectStore): ReadonlySet<string> {
  return new Set(testSlices(store).slices.filter(({ complete }) => !complete).map(({ caseId }) => caseId));
}
