/**
 * Which slices teach and which judge: whole patients judge where there are enough of them, else slabs of
 * slices that are kept apart. Pure; what it decides is written into the snapshot of a training.
 */
import type { AxisIndex } from '../geometry/volume-geometry.ts';
import { fill, type Sentence } from '../text/sentence.ts';
import { planningSentences } from './planning-sentences.ts';
import { partSlab, type SlabCase, type SlabSplit } from './slabs.ts';
import { splitByPatient } from './split.ts';

export interface JudgedCase extends SlabCase {
  readonly patient: string;
  /** Axis of the volume brought closest to RAS that its slices are stacked along. */
  readonly sliceAxis: AxisIndex;
}

export interface Judging {
  /** `slabs`: of the same patients that teach, so the Dice is not from separate patients. */
  readonly kind: 'patients' | 'slabs' | 'none';
  /** Sorted; who only judges. */
  readonly validationPatients: readonly string[];
  /** Of each case, in the order given. */
  readonly splits: readonly SlabSplit[];
  /** What the person should know; null where there is nothing to say. */
  readonly note: Sentence | null;
}

export interface JudgingOptions {
  readonly seed: number;
  /** Number of validation patients; 0: all teach; undefined: as many as usual. */
  readonly validation?: number | undefined;
  /** Axis that the network's slices will be stacked along. */
  readonly sliceAxis: AxisIndex;
  /** Slices that must lie between one that teaches and one that judges. */
  readonly gap: number;
}

/** With fewer patients than these none is held back: a third of the labels is too high a price for a rough figure. */
export const fewestPatients = 4;

/** @throws UserFacingError `bad-input` where so many patients are asked for that none would be left to learn from */
export function chooseJudges(cases: readonly JudgedCase[], options: JudgingOptions): Judging {
  const patients = new Set(cases.map(({ patient }) => patient)).size;
  if (options.validation === undefined && patients < fewestPatients) return judgeBySlabs(cases, options);
  const { validationPatients, note } = splitByPatient(cases.map(({ patient }) => patient), options);
  const judges = new Set(validationPatients);
  return {
    kind: validationPatients.length > 0 ? 'patients' : 'none',
    validationPatients,
    splits: cases.map(({ patient, completeSlices }) => (judges.has(patient)
      ? { training: [], validation: completeSlices }
      : { training: completeSlices, validation: [] })),
    note,
  };
}

function judgeBySlabs(cases: readonly JudgedCase[], { sliceAxis, gap }: JudgingOptions): Judging {
  // Patches extend over all of a slice: planes across it cannot be kept apart.
  const splits = cases.map((one): SlabSplit =>
    (one.sliceAxis === sliceAxis ? partSlab(one, gap) : { training: one.completeSlices, validation: [] }));
  const judged = splits.reduce((sum, { validation }) => sum + validation.length, 0);
  return {
    kind: judged > 0 ? 'slabs' : 'none',
    validationPatients: [],
    splits,
    note: judged > 0 ? fill(planningSentences.judgedBySlabs, { fewest: fewestPatients, slices: judged }) : planningSentences.noSlabs,
  };
}

/** The axis that most complete slices lie along; among equals the axial one, the usual way to look at a scan. */
export function commonSliceAxis(cases: readonly { readonly sliceAxis: AxisIndex; readonly completeSlices: number }[]): AxisIndex {
  const slices = (axis: AxisIndex): number =>
    cases.reduce((sum, one) => sum + (one.sliceAxis === axis ? one.completeSlices : 0), 0);
  return ([2, 1, 0] as const).reduce((best, axis) => (slices(axis) > slices(best) ? axis : best));
}
