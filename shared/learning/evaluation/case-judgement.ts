/** What a training is shown to be worth, case by case: kept with its model, so that every figure can be looked up later. */
import type { AxisIndex } from '../../geometry/volume-geometry.ts';
import type { MeasuredLabels } from './over-cases.ts';

export interface CaseJudgement extends MeasuredLabels {
  readonly caseId: string;
  readonly name: string;
  readonly patient: string;
  /** Not null: only these slices of the reference are finished, or kept apart to judge, and only on them masks were compared. */
  readonly partly: { readonly complete: number; readonly slices: number } | null;
  /** The slice, of the image's own grid, on which most voxels are wrong; null where none is. */
  readonly worst: { readonly axis: AxisIndex; readonly slice: number; readonly wrong: number } | null;
}

/** How far apart two surfaces may lie and still count as the same when a training is judged: mm, or voxels where the spacing is not to be believed. */
export const judgingTolerance = 1;

/** Whose cases they are, each named once. */
export function patientsOf(cases: readonly Pick<CaseJudgement, 'patient'>[]): readonly string[] {
  return [...new Set(cases.map(({ patient }) => patient))];
}
