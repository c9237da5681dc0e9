import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { Session } from './session.ts';

/** A case of the project as a stack of slices, on the grid that labels are drawn on. */
export interface CaseSlices {
  readonly key: number;
  readonly name: string;
  readonly axis: AxisIndex;
  readonly slices: number;
  /** Its patient is of the test set: 1. */
  readonly setAside: number;
}

/** @returns undefined for a case that is not there, or no more */
export function createCaseSlices({ database }: Session): (caseId: string) => CaseSlices | undefined {
  const one = database.prepare<[string], CaseSlices>(
    `SELECT "case".id AS key, "case".name, slice_axis AS axis, CASE slice_axis WHEN 0 THEN size_i WHEN 1 THEN size_j ELSE size_k END AS slices,
       EXISTS (SELECT 1 FROM test_set WHERE test_set.patient = image.patient) AS setAside
     FROM "case" JOIN case_image ON case_image."case" = "case".id AND place = 0 JOIN image ON image.id = case_image.image
     WHERE "case".uuid = ? AND removed_at IS NULL`,
  );
  return (caseId) => one.get(caseId);
}
