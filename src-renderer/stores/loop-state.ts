/** Whether it is time to train again, what the last training brought, and filling the queue. */
import { defineStore } from 'pinia';
import { shallowRef, computed, watch } from 'vue';
import type { LoopState } from '#shared/contract/loop.ts';
import { client } from '../connection/client.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** Slices that are marked one after the other are counted once. */
const restMs = 1_000;

export const useLoopState = defineStore('loop-state', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const toasts = useToasts();
  const state = shallowRef<LoopState | null>(null);
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    try {
      const told = project === undefined ? null : await client.loop.state();
      if (workplace.project?.id === project) state.value = told;
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  });
  watch([() => workplace.project?.id, () => workplace.connected, () => people.changes], () => { void refresh(); }, { immediate: true });
  workplace.listen(({ kind }) => {
    if (kind !== 'queue' && kind !== 'reviews' && kind !== 'models' && kind !== 'cases') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { void refresh(); }, restMs);
  });

  return {
    state,
    refresh,
    filling: computed(() => workplace.runningJobs.some(({ kind }) => kind === 'fill')),
    async fill(): Promise<void> {
      try {
        await client.loop.fill({});
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
