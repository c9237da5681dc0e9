/** How good the predictions of cases that nobody has labelled yet probably are: which to look at first. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { PredictedQualities } from '#shared/contract/explanation.ts';
import { client } from '../connection/client.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export type CaseQuality = PredictedQualities['cases'][number];

export const useQualities = defineStore('insight-quality', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  /** Null before the host has told, or where it cannot. */
  const told = shallowRef<PredictedQualities | null>(null);
  const byCase = computed<ReadonlyMap<string, CaseQuality>>(() => new Map((told.value?.cases ?? []).map((one) => [one.caseId, one])));
  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    try {
      const now = project === undefined || workplace.activeModel === null ? null : await client.quality.list({});
      if (workplace.project?.id === project) told.value = now;
    } catch {
      // A table without this column is what it was before; the connection's own message says what is wrong.
      told.value = null;
    }
  });
  watch([() => workplace.project?.id, () => workplace.activeModel?.id], () => { void refresh(); });
  workplace.listen((event) => {
    if (event.kind === 'job' && event.job.state === 'done' && (event.job.kind === 'read-quality' || event.job.kind === 'predict')) void refresh();
  });

  return {
    told, byCase, refresh,
    running: computed(() => workplace.runningJobs.some(({ kind }) => kind === 'read-quality')),
    /** Of the cases that the model has not read. */
    async read(): Promise<void> {
      try {
        await client.quality.read({});
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
