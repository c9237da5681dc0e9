/** Waits for work that was started: the one place that knows how a job's end is seen. */
import { watch } from 'vue';
import type { Job } from '#shared/contract/jobs.ts';
import { useWorkplace } from './workplace.ts';

export function hasEnded({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}

/**
 * @param seen is given the job whenever it is told of
 * @returns the job as it ended; null where the host forgot it, because it was started anew or the project was closed
 */
export function jobEnd(id: Job['id'], seen?: (job: Job) => void): Promise<Job | null> {
  const workplace = useWorkplace();
  return new Promise((resolve) => {
    let known = false;
    const stop = watch(() => workplace.jobs, (jobs) => {
      const job = jobs.find((one) => one.id === id);
      if (job !== undefined) {
        known = true;
        seen?.(job);
      }
      if (job === undefined ? !known : !hasEnded(job)) return;
      resolve(job ?? null);
      // At the first look the watch has no name yet.
      queueMicrotask(() => stop());
    }, { immediate: true, flush: 'sync' });
  });
}
