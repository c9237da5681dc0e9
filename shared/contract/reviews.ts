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

const standings = z.object({ slices: z.array(sliceStanding) });

export const reviewsContract = {
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
  /** Open ones on the slices of whoever asks, in all cases: what was returned to them, and what else was remarked. */
  openPins: call.output(z.array(pin)),
  addPin: call.input(newPin.extend({ labelmapId })).output(pin),
  /** An answer, and whether it is settled with it. The text may be empty where the state changes. */
  answerPin: call.input(z.object({ id: pinId, text: z.string().max(10_000).default(''), state: pinState })).output(pin),
};
