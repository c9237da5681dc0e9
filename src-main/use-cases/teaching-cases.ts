/** What of a project could teach a network just now: its cases with complete slices, and what these hold. */
import { orderToRas } from '#shared/geometry/axis-order.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { usualContextSlices } from '#shared/learning/make-plan.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { chooseJudges, commonSliceAxis, type JudgedCase, type Judging } from '#shared/learning/who-judges.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { labelsOfSlices } from './index-labels.ts';
import { slicesThatJudge } from './loop-test-slices.ts';
import { taughtOf, withoutSlices, type Taught } from './taught-labels.ts';

export interface TeachingCase extends JudgedCase {
  readonly record: CaseRecord;
  /** Whose labels they are, slice by slice. */
  readonly taught: Taught;
  /** The image whose grid the labels lie on. */
  readonly grid: ImageRecord;
}

/** Without those of the test set: whoever asks here plans, chooses or teaches. */
export function teachingCases(store: ProjectStore): readonly TeachingCase[] {
  return labelledCases(store, 'others').map(({ record, taught }) => teachingCase(store, record, taught));
}

/** A case as far as it can be judged: nothing of its voxels is looked at. */
export type TestCase = Pick<TeachingCase, 'record' | 'taught' | 'grid' | 'completeSlices'>;

/** Cases of test patients with complete slices that judge (`slicesThatJudge`), also those that were imported after the drawing. */
export function testCases(store: ProjectStore): readonly TestCase[] {
  return labelledCases(store, 'test').flatMap(({ record, taught: all }) => {
    const judging = slicesThatJudge(store, record.id);
    const taught = withoutSlices(all, new Set(all.slices.filter((slice) => !judging.has(slice))));
    return taught === null ? [] : [{ record, taught, completeSlices: taught.slices, grid: gridOf(record, taught) }];
  });
}

function labelledCases(store: ProjectStore, which: 'test' | 'others'): readonly { readonly record: CaseRecord; readonly taught: Taught }[] {
  const testPatients = new Set(store.testSet.get()?.patients);
  return store.cases.list().filter(({ patient }) => testPatients.has(patient) === (which === 'test')).flatMap((record) => {
    const taught = taughtOf(store, record);
    return taught === null ? [] : [{ record, taught }];
  });
}

function teachingCase(store: ProjectStore, record: CaseRecord, taught: Taught): TeachingCase {
  const grid = gridOf(record, taught);
  const completeSlices = taught.slices;
  const held = new Map(taught.parts.flatMap(({ labelmapId, slices }) => {
    const labels = labelsHeld(store, labelmapId, grid, record.sliceAxis);
    return slices.map((slice) => [slice, labels[slice]!] as const);
  }));
  return {
    record, taught, grid, completeSlices,
    patient: record.patient,
    labels: completeSlices.map((slice) => held.get(slice)!),
    sliceAxis: orderToRas(grid.geometry.affine).from.indexOf(record.sliceAxis) as AxisIndex,
  };
}

function gridOf(record: CaseRecord, { imageId }: Taught): ImageRecord {
  return record.images.find(({ image }) => image.id === imageId)!.image;
}

type LabelsOfSlices = ReturnType<typeof labelsOfSlices>;
interface Held { readonly edit: number; readonly axis: AxisIndex; readonly labels: LabelsOfSlices }

/** Decoding a labelmap takes some 30 ms: it is done again only where somebody has drawn on it. */
const remembered = new WeakMap<ProjectStore, Map<string, Held>>();

function labelsHeld(store: ProjectStore, labelmapId: string, { geometry }: ImageRecord, axis: AxisIndex): LabelsOfSlices {
  const ofStore = remembered.get(store) ?? new Map<string, Held>();
  remembered.set(store, ofStore);
  const edit = store.labelmaps.newestEdit(labelmapId);
  const known = ofStore.get(labelmapId);
  if (known?.edit === edit && known.axis === axis) return known.labels;
  const labels = labelsOfSlices(store.labelmaps.voxels(labelmapId), geometry.size, axis);
  ofStore.set(labelmapId, { edit, axis, labels });
  return labels;
}

export interface JudgingWishes {
  readonly seed: number;
  readonly validation?: number | undefined;
  /** Parts of the plan that the person fixes. */
  readonly plan?: { readonly contextSlices?: number | undefined; readonly sliceAxis?: AxisIndex | undefined; readonly furtherInputs?: Plan['furtherInputs'] | undefined } | undefined;
}

/** @throws UserFacingError `bad-input` where so many patients are to judge that none would be left to learn from */
export function judgesOf(cases: readonly TeachingCase[], { seed, validation, plan }: JudgingWishes): Judging & { readonly sliceAxis: AxisIndex; readonly gap: number } {
  const sliceAxis = plan?.sliceAxis ?? commonSliceAxis(cases.map((one) => ({ sliceAxis: one.sliceAxis, completeSlices: one.completeSlices.length })));
  const gap = plan?.contextSlices ?? usualContextSlices;
  return { ...chooseJudges(cases, { seed, validation, sliceAxis, gap }), sliceAxis, gap };
}
