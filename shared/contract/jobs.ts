/** Long work: a call answers with a job's id; the job is watched through the event stream. */
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes } from '../text/user-facing-error.ts';
import { jobId } from './ids.ts';
import { call, sentence } from './procedure.ts';

/** `paused` by the person, `interrupted` by a crash or a program that was closed: of a training, what it has learnt is kept. */
export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'paused', 'interrupted'] as const;

export const jobProgress = z.object({
  phase: z.string(),
  done: z.number(),
  total: z.number(),
  note: sentence.optional(),
});

export const job = z.object({
  id: jobId,
  kind: z.string(),
  lane: z.enum(['engine', 'import', 'export', 'background']),
  state: z.enum(jobStates),
  progress: jobProgress.nullable(),
  /** What the job gave; its form depends on `kind` (importReport, trainReport, …). */
  result: z.unknown(),
  error: z.object({ code: z.enum(errorCodes), sentence }).nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type Job = z.infer<typeof job>;

/** One event of the host's single, multiplexed stream. `sequence` only grows; a gap means: ask again. */
export const hostEvent = z.discriminatedUnion('kind', [
  z.object({ sequence: z.number(), kind: z.literal('job'), job }),
  /** What a running job reports beside its progress: an epoch's losses, a warning. */
  z.object({ sequence: z.number(), kind: z.literal('job-event'), jobId, event: z.unknown() }),
  /** `lost`: the folder of the open project is gone; the same event without it says that it is back. */
  z.object({ sequence: z.number(), kind: z.literal('project'), folder: z.string().nullable(), lost: sentence.optional() }),
  z.object({ sequence: z.number(), kind: z.literal('cases') }),
  z.object({ sequence: z.number(), kind: z.literal('labels'), labelmapId: z.string(), edit: z.number() }),
  z.object({ sequence: z.number(), kind: z.literal('reviews'), labelmapId: z.string() }),
  z.object({ sequence: z.number(), kind: z.literal('label-table') }),
  /** The queue was filled, or a slice was given or done with. */
  z.object({ sequence: z.number(), kind: z.literal('queue') }),
  z.object({ sequence: z.number(), kind: z.literal('people') }),
  z.object({ sequence: z.number(), kind: z.literal('measurements'), caseId: z.string() }),
  z.object({ sequence: z.number(), kind: z.literal('models') }),
  /** Which trainings are unfinished has changed. */
  z.object({ sequence: z.number(), kind: z.literal('trainings') }),
  z.object({ sequence: z.number(), kind: z.literal('settings') }),
  /** Something about a case that whoever follows is reading blind: that it happened is all they are told. */
  z.object({ sequence: z.number(), kind: z.literal('unsaid') }),
]);
export type HostEvent = z.infer<typeof hostEvent>;

export const jobsContract = {
  list: call.output(z.array(job)),
  get: call.input(z.object({ id: jobId })).output(job),
  /** What a job has reported so far (the events of kind `job-event`), for a window that came later; kept while the host runs. */
  reports: call.input(z.object({ id: jobId })).output(z.array(z.unknown())),
  cancel: call.input(z.object({ id: jobId })).output(z.object({})),
  /** Ends a training so that it can go on later (`training.resume`). @throws `conflict` for work that has not begun, or cannot go on later */
  pause: call.input(z.object({ id: jobId })).output(z.object({})),
  /** All events after `after` that the host still remembers, then every new one. */
  events: call.input(z.object({ after: z.number().int().nonnegative().optional() })).output(eventIterator(hostEvent)),
};
export const startedJob = z.object({ jobId });
