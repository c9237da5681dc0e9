/** The slices of the test set that are to be painted by hand: which they are, and which are done. */
import type { TestSlices } from '#shared/contract/loop.ts';
import { drawTestSlices, testSlicesPerPatient } from '#shared/learning/test-slices.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { completeSlicesOf } from './loop-pool.ts';
import { onceForEachState } from './once-for-each-state.ts';

/** @param hidden cases of which whoever asks must not know what others did */
export function testSlices(store: ProjectStore, hidden: ReadonlySet<string> = new Set()): TestSlices {
  const { perPatient, slices, notJudging } = drawnSlices(store);
  const told = <Of extends { readonly caseId: string }>(all: readonly Of[]): readonly Of[] => all.filter(({ caseId }) => !hidden.has(caseId));
  return { perPatient, complete: told(slices).filter(({ complete }) => complete).length, slices: told(slices), notJudging: told(notJudging) } as unknown as TestSlices;
}

type Told = Omit<TestSlices['slices'][number], 'caseId'> & { readonly caseId: string };

interface DrawnSlices {
  readonly perPatient: number;
  readonly slices: readonly Told[];
  readonly notJudging: readonly Omit<Told, 'complete'>[];
  /** By case. */
  readonly judging: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Asked with each prediction, map and mark: some ten milliseconds where a hundred patients were set aside. */
const drawnSlices = onceForEachState((store): DrawnSlices => {
  const patients = new Set(store.testSet.get()?.patients);
  const cases = store.cases.list().filter(({ patient }) => patients.has(patient)).map((record) =>
    ({ record, done: completeSlicesOf(store, record.id), takenOver: slicesNotByHand(store, record.id), imported: importedSlices(store, record.id) }));
  const byId = new Map(cases.map((one) => [one.record.id, one]));
  const drawn = drawTestSlices(
    cases.map(({ record: { id: caseId, patient, images, sliceAxis }, takenOver }) => ({ caseId, patient, slices: images[0]!.image.geometry.size[sliceAxis], takenOver })), store.testSet.seed(),
  );
  const drawnOf = Map.groupBy(drawn, ({ caseId }) => caseId);
  const judging = new Map(cases.map(({ record: { id }, takenOver, imported }) => {
    const judges = [...(drawnOf.get(id) ?? []).map(({ index }) => index), ...imported];
    return [id, new Set(judges.filter((slice) => !takenOver.has(slice)))];
  }));
  const told = (caseId: string, index: number): Omit<Told, 'complete'> => {
    const { name: caseName, patient, sliceAxis: axis } = byId.get(caseId)!.record;
    return { caseId, caseName, patient, axis, index };
  };
  return {
    perPatient: testSlicesPerPatient(new Set(cases.map(({ record }) => record.patient)).size),
    slices: drawn.map(({ caseId, index }) => ({ ...told(caseId, index), complete: byId.get(caseId)!.done.has(index) })),
    notJudging: cases.flatMap(({ record: { id }, done }) => [...done].filter((slice) => !judging.get(id)!.has(slice)).sort((a, b) => a - b).map((slice) => told(id, slice))),
    judging,
  };
});

/**
 * Slices of a case of the test set that judge, once they are complete: those that were drawn, and those whose labels came from a file,
 * which somebody painted elsewhere. Others were chosen by somebody, or completed by one who had seen what a model makes of them.
 */
export function slicesThatJudge(store: ProjectStore, caseId: string): ReadonlySet<number> {
  return drawnSlices(store).judging.get(caseId) ?? new Set();
}

function importedSlices(store: ProjectStore, caseId: string): ReadonlySet<number> {
  return new Set(store.labelmaps.ofCase(caseId).flatMap(({ id, owner }) => (owner.kind === 'reading' && !owner.blind ? store.reviews.importedSlices(id) : [])));
}

/** Slices of a case in which a prediction that somebody took over is in effect, in whoever's labels. */
function slicesNotByHand(store: ProjectStore, caseId: string): ReadonlySet<number> {
  return new Set(store.labelmaps.ofCase(caseId).flatMap(({ id, owner }) => (owner.kind === 'model' ? [] : [...store.labelmaps.takenOver(id)])));
}

/** Cases of which a drawn slice is not painted yet: nobody may see a prediction of them before that. */
export function unpaintedTestCases(store: ProjectStore): ReadonlySet<string> {
  return new Set(drawnSlices(store).slices.filter(({ complete }) => !complete).map(({ caseId }) => caseId));
}
