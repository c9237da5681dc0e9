/** What people say of slices: confirmed by their annotator (`labels.mark`), reviewed or returned by another person, with words pinned to voxels. */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { caseId, labelmapId } from './ids.ts';
import { call } from './procedure.ts';

const count = z.number().int().nonnegative();

export const sliceState = z.enum(['not-started', 'in-progress', 'complete', 'reviewed', 'returned']);

export const sliceStanding = z.object({
  /** Along the case's slice axis. */
  slice: count,
  state: sliceState,
  /** Whose last word it is, and when; null where nobody said any. */
  annotator: z.string().nullable(),
  at: z.string().nullable(),
  comment: z.string().nullable(),
});

export const pinId = z.uuid().brand<'PinId'>();
export const pinState = z.enum(['open', 'resolved']);

export const newPin = z.object({
  /** Of the labelmap's grid. */
  voxel: z.tuple([count, count, count]),
  labelIndex: z.number().int().min(1).max(255).nullable().default(null),
  severity: z.enum(['note', 'minor', 'major']),
  text: z.string().max(10_000),
});

export const pin = newPin.extend({
  id: pinId,
  labelmapId,
  caseId,
  axis: axisIndex,
  slice: count,
  labelIndex: z.number().int().min(1).max(255).nullable(),
  state: pinState,
  author: z.string(),
  at: z.string(),
  /** What was said since, oldest first. */
  answers: z.array(z.object({ text: z.string(), state: pinState, author: z.string(), at: z.string() })),
});
export type Pin = z.infer<typeof pin>;

/** Labels of one person on one case, or what its readers came to together, as whoever reviews chooses among them. */
export const reviewable = z.object({
  labelmapId,
  caseId,
  /** Null: what readers came to together. */
  annotator: z.string().nullable(),
  /** A second reading. */
  blind: z.boolean(),
  /** How many of the case's slices are in each state. */
  states: z.record(sliceState, count),
  openPins: count,
});
export type Reviewable = z.infer<typeof reviewable>;

/** Of the same label in other cases: ml. The box is Tukey's, on logarithms, of those that have the label. */
const volumeBox = z.object({ first: z.number(), low: z.number(), middle: z.number(), high: z.number(), last: z.number() });

export const volumeSlip = z.enum(['missing', 'only-here', 'small', 'large']);
export type VolumeSlip = z.infer<typeof volumeSlip>;

export const labelVolume = z.object({
  labelIndex: z.number().int().min(1).max(255),
  ml: z.number(),
  /** Cases that are wholly complete. */
  others: z.array(z.object({ caseId, ml: z.number() })),
  box: volumeBox.nullable(),
  /** What is unusual about it among the others; null where nothing is, or they are too few to tell. */
  slip: volumeSlip.nullable(),
});
export type LabelVolume = z.infer<typeof labelVolume>;

const standings = z.object({ slices: z.array(sliceStanding) });

export const reviewsContract = {
  /** What others than whoever asks have labelled, drawn on or confirmed, by case; nothing of a case that they are reading blind. `caseId`: of that one alone. */
  list: call.input(z.object({ caseId: caseId.optional() }).default({})).output(z.array(reviewable)),
  /** Every slice that is not `not-started`, ascending. */
  states: call.input(z.object({ labelmapId })).output(standings),
  /**
   * These slices are right, says another person than the one whose labels they are. `all`: those that are complete.
   * @throws `conflict` for the labels' own person, and for slices that they have not completed
   */
  accept: call.input(z.object({ labelmapId, slices: z.union([z.literal('all'), z.array(count).min(1)]) })).output(standings),
  /** They are to be changed: each has an open pin that says how, given here or before. @throws as `accept` */
  return: call
    .input(z.object({ labelmapId, slices: z.array(count).min(1), comment: z.string().max(10_000).nullable().default(null), pins: z.array(newPin).max(1000).default([]) }))
    .output(standings),
  /** By slice, resolved ones too. */
  pins: call.input(z.object({ labelmapId })).output(z.array(pin)),
  /**
   * Each label's volume in these labels, beside its volume in the other cases of which every slice is complete. No labels where the
   * image's spacing is unknown.
   */
  volumes: call.input(z.object({ labelmapId })).output(z.object({ labels: z.array(labelVolume), fewestOthers: count })),
  /** Open ones on the slices of whoever asks, in all cases: what was returned to them, and what else was remarked. */
  openPins: call.output(z.array(pin)),
  addPin: call.input(newPin.extend({ labelmapId })).output(pin),
  /** An answer, and whether it is settled with it. The text may be empty where the state changes. */
  answerPin: call.input(z.object({ id: pinId, text: z.string().max(10_000).default(''), state: pinState })).output(pin),
};
