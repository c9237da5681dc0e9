import type { CaseInfo } from '#shared/contract/cases.ts';

/** Cases without a complete slice and without a prediction of this model. */
export function casesToPredict(cases: readonly CaseInfo[], modelId: string): CaseInfo[] {
  return cases.filter(({ completeSlices, labelmaps }) =>
    completeSlices === 0 && !labelmaps.some(({ owner }) => owner.kind === 'model' && owner.modelId === modelId));
}
