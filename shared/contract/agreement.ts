/**
 * How far the readers of a case agree, where they do not, and what they come to together: labels of nobody's own, which are then
 * settled by hand. None of it is told to somebody who reads the case blind. Definitions: docs/agreement.md.
 */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { caseId, labelmapId } from './ids.ts';
import { openedLabels } from './labels.ts';
import { call } from './procedure.ts';

const count = z.number().int().nonnegative();
const figure = z.number().nullable();
/** `box`: over the smallest box around what anybody drew, the figure to show; `slices`: over the compared slices from edge to edge. */
const kappas = z.object({ box: figure, slices: figure });

export const reader = z.object({
  labelmapId,
  annotator: z.string(),
  /** Of a second reading. */
  second: z.boolean(),
});

export const consensusMethod = z.enum(['majority', 'staple']);

export const consensusInfo = z.object({
  caseId,
  labelmapId,
  method: consensusMethod,
  readers: z.array(reader.pick({ labelmapId: true, annotator: true })),
  axis: axisIndex,
  /** Those that all of them had completed; everywhere else it is empty, and cannot be completed. */
  slices: z.array(count),
  /** Voxels that no label won: background. */
  undecided: count,
  /** Of STAPLE: by reader, the share of each label that they found (`sensitivity`) and of all else that they left out (`specificity`). */
  performance: z.array(z.object({ annotator: z.string(), label: count, sensitivity: figure, specificity: figure })),
  madeBy: z.string(),
  madeAt: z.string(),
  /** Since it was made a voxel was changed, or a slice completed. */
  edited: z.boolean(),
  /** Of its slices, those that somebody has settled: they teach and are exported before anybody's own. */
  completeSlices: z.array(count),
});
export type ConsensusInfo = z.infer<typeof consensusInfo>;

export const comparableCase = z.object({
  caseId,
  name: z.string(),
  readers: z.array(reader),
  /** That all of them have completed. */
  slices: count,
  consensus: consensusInfo.nullable(),
});
export type ComparableCase = z.infer<typeof comparableCase>;

export const labelAgreement = z.object({
  label: count,
  found: z.enum(['both', 'first', 'second', 'neither']),
  dice: figure,
  /** In mm, or in voxels. */
  hd95: figure,
  /** Compared slices in which only one of them has the label; null where whole volumes were compared. */
  loneSlices: figure,
  kappa: kappas,
  /** In ml, or in voxels; the difference is the second's less the first's. */
  volumeFirst: figure,
  volumeSecond: figure,
  volumeDifference: figure,
});

export const agreementReport = z.object({
  caseId,
  name: z.string(),
  unit: z.enum(['mm', 'voxels']),
  axis: axisIndex,
  readers: z.array(reader),
  slices: z.array(count),
  comparedVoxels: count,
  differingVoxels: count,
  /** That anybody drew in these slices, by index. */
  labels: z.array(z.object({ label: count, value: count, name: z.string(), fleiss: kappas })),
  fleiss: kappas,
  /** Every two readers, by their place among the readers. */
  pairs: z.array(z.object({ first: count, second: count, kappa: kappas, labels: z.array(labelAgreement) })),
  /** Slices with voxels on which not all agree, ascending. */
  differences: z.array(z.object({ slice: count, voxels: count })),
});
export type AgreementReport = z.infer<typeof agreementReport>;

/** Whose labels: by labelmap, two or more; without it all that can be compared. */
const readers = z.array(labelmapId).min(2).max(255).optional();

export const agreementContract = {
  /** Cases that two people or more have read, by name. Of those that whoever asks is reading blind, none. */
  cases: call.output(z.array(comparableCase)),
  /**
   * Over the slices that all readers have completed. The picture of it: `GET /agreement/{caseId}/voxels`, one byte a voxel: how
   * many readers gave it another label than most did.
   * @throws `bad-input` where there are no two readings to compare, or no slice that all have completed
   */
  of: call.input(z.object({ caseId, readers })).output(agreementReport),
  /**
   * Makes what the readers come to together, as one edit in a labelmap of its own.
   * @throws as `of`; `conflict` where somebody has worked on it since it was made, unless `replaceEdited`
   */
  makeConsensus: call
    .input(z.object({ caseId, readers, method: consensusMethod.default('majority'), replaceEdited: z.boolean().default(false) }))
    .output(consensusInfo),
  /** What `labels.open` answers, of the consensus: it is drawn on and completed like one's own labels. @throws `not-found` where none was made */
  openConsensus: call.input(z.object({ caseId })).output(openedLabels),
};
