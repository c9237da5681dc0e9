/** Starts a job and stays with it until it has ended; an interruption cancels it, or pauses what can go on later. */
import type { Job } from '#shared/contract/jobs.ts';
import type { Sentence } from '#shared/text/sentence.ts';
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
  /** How work goes on that was paused or cut short; where this is given, an interruption pauses it. */
  readonly howToGoOn?: (job: Job) => Sentence;
}

/** Work that stopped before its end because a person wanted it so; nothing of it is lost. */
export class PausedWork extends UserFacingError {
  constructor(sentence: Sentence) {
    super('cancelled', sentence);
    this.name = 'PausedWork';
  }
}

/** @returns the job's result. @throws UserFacingError what the job failed with; `cancelled`; PausedWork */
export async function followJob<Result>(
  start: () => Promise<{ readonly jobId: Job['id'] }>,
  { client, screen, interrupted, onEvent, howToGoOn }: Following,
): Promise<Result> {
  // Listening before the start, so that nothing is missed in between.
  const events = await client.jobs.events({});
  let stop = (): void => {};
  const ended = (job: Job): Result => outcome(job, screen, howToGoOn);
  try {
    const { jobId: id } = await start();
    const cancel = (): void => { client.jobs.cancel({ id }).catch(() => {}); };
    stop = (): void => {
      if (howToGoOn === undefined) return cancel();
      screen.say(screenSentences.pausing);
      // What has not begun has nothing to keep.
      client.jobs.pause({ id }).catch(cancel);
    };
    if (interrupted.aborted) stop();
    interrupted.addEventListener('abort', stop);
    // In a host that others use too, the work before this may take an hour; silence would look like a fault.
    if ((await client.jobs.get({ id })).state === 'queued') screen.say(screenSentences.waiting);
    for await (const event of events) {
      if (event.kind === 'job' && event.job.id === id) {
        if (event.job.progress !== null && event.job.endedAt === null) screen.progress(event.job.progress);
        if (event.job.endedAt !== null) return ended(event.job);
      }
      if (event.kind === 'job-event' && event.jobId === id) onEvent?.(event.event);
    }
    return ended(await client.jobs.get({ id }));
  } finally {
    interrupted.removeEventListener('abort', stop);
    screen.endProgress();
    await events.return?.(undefined);
  }
}

function outcome<Result>(job: Job, screen: Screen, howToGoOn: Following['howToGoOn']): Result {
  if (job.state === 'done') return job.result as Result;
  if (job.state === 'paused') throw new PausedWork(howToGoOn?.(job) ?? screenSentences.paused);
  if (job.error === null) throw new Error(`job ${job.id} ended as ${job.state} without a reason`);
  if (job.state === 'interrupted' && howToGoOn !== undefined) screen.say(howToGoOn(job));
  throw new UserFacingError(job.error.code, job.error.sentence);
}
