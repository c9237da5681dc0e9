/** Predicting the cases that nobody has finished a slice of, with the model in use. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { client } from '../connection/client.ts';
import { casesToPredict } from './cases-to-predict.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const usePredictions = defineStore('predictions', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const openCases = computed(() => (workplace.activeModel === null ? [] : casesToPredict(workplace.cases, workplace.activeModel.id)));
  return {
    openCases,
    running: computed(() => workplace.runningJobs.some(({ kind }) => kind === 'predict')),
    async start(): Promise<void> {
      if (openCases.value.length === 0) return;
      try {
        await client.predictions.predictCases({ cases: openCases.value.map(({ id }) => id) });
      } catch (error) {
        toasts.failed(error);
      }
    },
  };
});
