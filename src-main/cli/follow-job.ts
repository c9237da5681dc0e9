/** Starts a job and stays with it until it has ended; an interruption cancels it. */
import type { Job } from '#shared/contract/jobs.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { screenSentences } from './command-line-sentences.ts';
import type { Client } from './connect.ts';
import type { Screen } from './screen.ts';

export interface Following {
  readonly client: Client;
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
  /** What a job tells beside its progress. */
  readonly onEvent?: (event: unknown) => void;
}

/** @returns the job's result. @throws UserFacingError what the job failed with; `cancelled` */
export async function followJob<Result>(
  start: () => Promise<{ readonly jobId: Job['id'] }>,
  { client, screen, interrupted, onEvent }: Following,
): Promise<Result> {
  // Listening before the start, so that nothing is missed in between.
  const events = await client.jobs.events({});
  let cancel = (): void => {};
  try {
    const { jobId } = await start();
    cancel = (): void => { client.jobs.cancel({ id: jobId }).catch(() => {}); };
    if (interrupted.aborted) cancel();
    interrupted.addEventListener('abort', cancel);
    // In a host that others use too, the work before this may take an hour; silence would look like a fault.
    if ((await client.jobs.get({ id: jobId })).state === 'queued') screen.say(screenSentences.waiting);
    for await (const event of events) {
      if (event.kind === 'job' && event.job.id === jobId) {
        if (event.job.progress !== null && event.job.endedAt === null) screen.progress(event.job.progress);
        if (event.job.endedAt !== null) return outcome(event.job);
      }
      if (event.kind === 'job-event' && event.jobId === jobId) onEvent?.(event.event);
    }
    return outcome(await client.jobs.get({ id: jobId }));
  } finally {
    interrupted.removeEventListener('abort', cancel);
    screen.endProgress();
    await events.return?.(undefined);
  }
}

function outcome<Result>(job: Job): Result {
  if (job.state === 'done') return job.result as Result;
  if (job.error === null) throw new Error(`job ${job.id} ended as ${job.state} without a reason`);
  throw new UserFacingError(job.error.code, job.error.sentence);
}
