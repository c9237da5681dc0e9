/** How good the predictions of cases that nobody has labelled yet probably are: which to look at first. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { PredictedQualities } from '#shared/contract/explanation.ts';
import { client } from '../connection/client.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export type CaseQuality = PredictedQualities['cases'][number];

/** What reads slices, also where it was cancelled: what was read until then is kept. */
const readingJobs = new Set(['read-quality', 'predict', 'fill']);

export const useQualities = defineStore('insight-quality', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const toasts = useToasts();
  /** Null before the host has told, or where it cannot. */
  const told = shallowRef<PredictedQualities | null>(null);
  const byCase = computed<ReadonlyMap<string, CaseQuality>>(() => new Map((told.value?.cases ?? []).map((one) => [one.caseId, one])));
  const refresh = createRefresher(async () => {
    const [project, person] = [workplace.project?.id, people.changes];
    try {
      const now = project === undefined || workplace.activeModel === null ? null : await client.quality.list({});
      if (workplace.project?.id === project && people.changes === person) told.value = now;
    } catch {
      // A table without this column is what it was before; the connection's own message says what is wrong.
      told.value = null;
    }
  });
  watch([() => workplace.project?.id, () => workplace.activeModel?.id], () => { void refresh(); });
  // The list of whoever was here may name cases that whoever comes reads blind.
  watch(() => people.changes, () => {
    told.value = null;
    void refresh();
  }, { flush: 'sync' });
  workplace.listen((event) => {
    if (event.kind === 'job' && event.job.endedAt !== null && readingJobs.has(event.job.kind)) void refresh();
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
