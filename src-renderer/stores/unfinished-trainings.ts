/** Trainings of the open project that were paused or cut short: go on with one, or throw it away. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { UnfinishedTraining } from '#shared/contract/training.ts';
import { client } from '../connection/client.ts';
import { useConfirmation } from './confirmation.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useTraining } from './training.ts';
import { useWorkplace } from './workplace.ts';

export const useUnfinishedTrainings = defineStore('unfinished-trainings', () => {
  const workplace = useWorkplace();
  const training = useTraining();
  const toasts = useToasts();
  /** Newest first. */
  const list = shallowRef<readonly UnfinishedTraining[]>([]);
  const starting = ref(false);
  const knownFor = ref<string | null>(null);

  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    if (project === undefined) {
      list.value = [];
      knownFor.value = null;
      return;
    }
    try {
      const found = await client.training.unfinished();
      // Of the project that was open when it was asked.
      if (workplace.project?.id !== project) return;
      list.value = found;
      knownFor.value = project;
    } catch (error) {
      toasts.failed(error);
    }
  });
  watch(() => workplace.project?.id, () => { void refresh(); }, { immediate: true });
  workplace.listen((event) => { if (event.kind === 'trainings') void refresh(); });

  const trying = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      toasts.failed(error);
    }
  };
  return {
    list,
    /** The project whose list it is; null before the first answer. */
    knownFor,
    /** Whether another one may begin. */
    mayResume: computed(() => training.job === null && !training.starting && !starting.value && workplace.project?.readOnly === null),
    mayDiscard: computed(() => workplace.project?.readOnly === null),
    async resume({ id }: Pick<UnfinishedTraining, 'id'>): Promise<void> {
      starting.value = true;
      await trying(() => client.training.resume({ id }));
      starting.value = false;
    },
    async discard({ id }: UnfinishedTraining): Promise<void> {
      if (!await useConfirmation().ask({ title: 'pauses.sure', text: 'pauses.sureText', act: 'pauses.discard', stay: 'pauses.keep' })) return;
      await trying(() => client.training.discard({ id }));
    },
  };
});
