/** Predicting the cases that nobody has finished a slice of, with the model in use. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { client } from '../connection/client.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** Cases without a complete slice and without a prediction of this model. */
export function casesToPredict(cases: readonly CaseInfo[], modelId: string): CaseInfo[] {
  return cases.filter(({ completeSlices, labelmaps }) =>
    completeSlices === 0 && !labelmaps.some(({ owner }) => owner.kind === 'model' && owner.modelId === modelId));
}

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
