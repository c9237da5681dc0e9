/** The next slice to label: given to one person at a time, for half an hour. Trainings fill the queue; a person sees the next slice, not the list. */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { caseId, labelmapId } from './ids.ts';
import { call } from './procedure.ts';

const count = z.number().int().nonnegative();

export const assignmentId = z.uuid().brand<'AssignmentId'>();

export const givenSlice = z.object({
  id: assignmentId,
  caseId,
  axis: axisIndex,
  index: count,
  /** Why it was chosen, in one word: the strategy or `cold-start`, or `uniform` where it was drawn blindly from all. */
  reason: z.string(),
  score: z.number().nullable(),
  /** Until then nobody else is given it. */
  leasedUntil: z.string(),
});
export type GivenSlice = z.infer<typeof givenSlice>;

export const queueState = z.object({
  /** Null before the queue was filled for the first time. */
  batch: z.string().nullable(),
  modelId: z.string().nullable(),
  total: count,
  done: count,
  /** What whoever asks can still be given, beside what they have. */
  waiting: count,
  withOthers: count,
  given: givenSlice.nullable(),
});
export type QueueState = z.infer<typeof queueState>;

const one = z.object({ id: assignmentId });

export const queueContract = {
  /** The same slice until it is complete (`labels.mark`) or done with otherwise. Null: nothing is left for this person. */
  next: call.output(givenSlice.nullable()),
  /** Half an hour more. @throws `conflict` where it is this person's no longer */
  renew: call.input(one).output(givenSlice),
  /** Not again for this person, in this batch. */
  skip: call.input(one).output(z.object({})),
  /** Back into the queue, for whoever comes next. */
  release: call.input(one).output(z.object({})),
  /** Complete, and empty. @throws `conflict` where the person's labels have a voxel there */
  nothingHere: call.input(one).output(z.object({ labelmapId, completeSlices: z.array(count) })),
  state: call.output(queueState),
};
