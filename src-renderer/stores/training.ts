/** The training that runs, or ran last while this window was open, with its curve. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Job } from '#shared/contract/jobs.ts';
import type { TrainOptions } from '#shared/contract/training.ts';
import { client } from '../connection/client.ts';
import { hasEnded } from './job-end.ts';
import { beginRun, takeReport, type TrainingRun } from './training-run.ts';
import { stopJob } from './stop-job.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const useTraining = defineStore('training', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const starting = ref(false);
  const pausing = ref<Job['id'] | null>(null);
  const run = shallowRef<TrainingRun | null>(null);

  const job = computed<Job | null>(() =>
    workplace.jobs.find(({ kind, state }) => kind === 'train' && state === 'running')
    ?? workplace.jobs.find((one) => one.kind === 'train' && !hasEnded(one)) ?? null);

  const follow = async (jobId: Job['id']): Promise<void> => {
    if (run.value?.jobId === jobId) return;
    run.value = beginRun(jobId);
    try {
      for (const report of await client.jobs.reports({ id: jobId })) {
        if (run.value.jobId !== jobId) return;
        run.value = takeReport(run.value, report);
      }
    } catch (error) {
      toasts.failed(error);
    }
  };
  watch(() => job.value?.id, (id) => { if (id !== undefined) void follow(id); }, { immediate: true });
  watch(() => workplace.project?.id, () => { if (job.value === null) run.value = null; });
  workplace.listen((event) => {
    if (event.kind === 'job-event' && event.jobId === run.value?.jobId) run.value = takeReport(run.value, event.event);
  });

  return {
    starting,
    run,
    /** Null: none runs or waits. */
    job,
    /** @returns whether it was begun; why not is told */
    async start(options: TrainOptions): Promise<boolean> {
      starting.value = true;
      try {
        await client.training.start(options);
        return true;
      } catch (error) {
        toasts.failed(error);
        return false;
      } finally {
        starting.value = false;
      }
    },
    /** From the person's wish until its end. */
    pausing: computed(() => job.value !== null && pausing.value === job.value.id),
    async pause(): Promise<void> {
      if (job.value === null) return;
      const { id } = job.value;
      pausing.value = id;
      try {
        await client.jobs.pause({ id });
      } catch (error) {
        pausing.value = null;
        toasts.failed(error);
      }
    },
    async stop(): Promise<void> {
      if (job.value !== null) await stopJob(job.value);
    },
  };
});
