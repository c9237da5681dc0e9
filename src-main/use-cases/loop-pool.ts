/** The slices that could be labelled next, and those that are. */
import { spacingMm } from '#shared/geometry/affine.ts';
import type { SlicePlace } from '#shared/learning/selection/slice-reading.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';

export interface PoolCase {
  readonly record: CaseRecord;
  /** The image that labels are drawn on. */
  readonly image: ImageRecord;
  /** Ascending: slices that nobody has completed. */
  readonly open: readonly number[];
  readonly complete: readonly number[];
}

/** All cases but those of the test set. Second readings complete nothing here. */
export function poolOf(store: ProjectStore): readonly PoolCase[] {
  const testPatients = new Set(store.testSet.get()?.patients);
  return store.cases.list().filter(({ patient }) => !testPatients.has(patient)).map((record) => {
    const { image } = record.images[0]!;
    const done = completeSlicesOf(store, record.id);
    const all = Array.from({ length: image.geometry.size[record.sliceAxis] }, (_, index) => index);
    return { record, image, open: all.filter((index) => !done.has(index)), complete: all.filter((index) => done.has(index)) };
  });
}

/** By anybody, reviewed or not. */
export function completeSlicesOf(store: ProjectStore, caseId: string): ReadonlySet<number> {
  return new Set(store.labelmaps.ofCase(caseId).flatMap(({ id, owner }) =>
    (owner.kind === 'consensus' || (owner.kind === 'reading' && !owner.blind) ? store.reviews.completeSlices(id) : [])));
}

/** Where slices of a case lie; in voxels where the spacing is not to be believed. */
export function placesOf({ record: { id: caseId, patient, sliceAxis: axis }, image: { geometry, trust } }: PoolCase, slices: readonly number[]): readonly SlicePlace[] {
  const apart = trust === 'spacing-unknown' ? 1 : spacingMm(geometry.affine)[axis];
  return slices.map((index) => ({ caseId, patient, axis, index, positionMm: index * apart }));
}
