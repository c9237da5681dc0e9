/** What each training of the project came to, and how much work is left to a wanted Dice. */
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Rounds } from '#shared/contract/loop.ts';
import { client } from '../connection/client.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const useRounds = defineStore('rounds', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  /** Null until the host has told them. */
  const rounds = shallowRef<Rounds | null>(null);
  /** NaN while what is typed is no Dice. */
  const wanted = ref(0.9);
  const scoring = ref(false);

  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    try {
      const told = project === undefined ? null : await client.loop.rounds(wanted.value > 0 && wanted.value <= 1 ? { wanted: wanted.value } : {});
      if (workplace.project?.id === project) rounds.value = told;
    } catch (error) {
      // Of a project that was closed meanwhile nobody asks any more.
      if (workplace.project?.id === project) toasts.failed(error);
    }
  });
  watch([() => workplace.models, () => workplace.project?.id, wanted], ([, project], [, before]) => {
    if (rounds.value === null) return;
    // Another project's are none of this one's.
    if (project !== before) rounds.value = null;
    void refresh();
  });

  return {
    rounds, wanted, scoring, refresh,
    /** Scores kept models on the test set; the models tell when it is done. */
    async score(): Promise<void> {
      scoring.value = true;
      try {
        await client.loop.score();
      } catch (error) {
        toasts.failed(error);
      } finally {
        scoring.value = false;
      }
    },
    async use(modelId: string, name: string): Promise<void> {
      const model = workplace.models.find(({ id }) => id === modelId);
      if (model === undefined) return;
      try {
        await client.training.activate({ id: model.id });
        toasts.tell({ kind: 'done', text: { word: 'train.used', values: { name } } });
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
