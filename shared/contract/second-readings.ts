/** The same slices once more, by another person, blind: until they are done, no call tells them anything of the first reading. */
import { z } from 'zod';
import { axisIndex } from './cases.ts';
import { caseId, labelmapId } from './ids.ts';
import { call } from './procedure.ts';

const count = z.number().int().nonnegative();

export const secondReadingId = z.uuid().brand<'SecondReadingId'>();

export const secondReading = z.object({
  id: secondReadingId,
  caseId,
  annotator: z.string(),
  round: count,
  axis: axisIndex,
  slices: z.array(count),
  /** Of these, how many its reader has completed. */
  complete: count,
  /** Also when it was withdrawn. */
  finishedAt: z.string().nullable(),
  /** Taken back before it was finished: it is compared with nothing. */
  withdrawn: z.boolean(),
  /** Null before its reader has opened the case (`labels.open`). */
  labelmapId: labelmapId.nullable(),
});
export type SecondReading = z.infer<typeof secondReading>;

export const secondReadingsContract = {
  /** Oldest first. Of a case that whoever asks is reading blind, their own alone. */
  list: call.output(z.array(secondReading)),
  /** @throws `conflict` where that person has worked on the case, or is to read it already */
  plan: call
    .input(z.object({ caseId, annotator: z.string().max(1000), slices: z.union([z.literal('all'), z.array(count).min(1)]).default('all') }))
    .output(secondReading),
  /** By its reader: all of it is complete, and stays as it is. @throws `conflict` */
  finish: call.input(z.object({ id: secondReadingId })).output(secondReading),
  /** Takes back what was planned; what was drawn in it stays, out of the way. @throws `conflict` once it is finished */
  cancel: call.input(z.object({ id: secondReadingId })).output(secondReading),
};
