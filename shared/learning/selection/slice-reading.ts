/**
 * What is known of a slice before a person has seen it: what a model reads in it, and how it looks. Strategies choose by this
 * alone; it must not know who read the slice, nor where that is kept.
 */
import type { AxisIndex } from '../../geometry/volume-geometry.ts';

/** A slice of a case, along the axis on which the case's slices are marked. */
export interface SliceName {
  readonly caseId: string;
  readonly axis: AxisIndex;
  readonly index: number;
}

/** Where a slice lies, which a batch must spread over. */
export interface SlicePlace extends SliceName {
  readonly patient: string;
  /** Along the axis, from the case's first slice. In voxels where the spacing is not trusted. */
  readonly positionMm: number;
}

/** What a model reads in one slice. Entropies are in units of log(outputs): 0 sure, 1 all outputs alike. */
export interface SliceReading {
  /** Mean over the most uncertain voxels (`slice-score.ts`) of the entropy of the mean probabilities. */
  readonly entropy: number;
  /** The same of the mutual information between output and network (BALD); null where only one network read the slice. */
  readonly mutualInformation: number | null;
  /** By output of the plan, background first: voxels that are likeliest it, and the score of those voxels' entropy alone (0 where there are none). */
  readonly outputs: readonly { readonly voxels: number; readonly entropy: number }[];
  /** By output as well, what its probabilities come to (`OutputSums`): in the voxels that are likeliest it, in all, and the highest. Readings of before do not tell. */
  readonly sums?: readonly { readonly sure: number; readonly expected: number; readonly highest: number }[];
}

/** A slice that may be chosen. */
export interface Candidate extends SlicePlace {
  /** Null where no model has read it. */
  readonly reading: SliceReading | null;
  /** How it looks, by the encoder of the model or by its grey values; of one length in all candidates. Empty where nothing is known. */
  readonly features: readonly number[] | Float32Array;
}
