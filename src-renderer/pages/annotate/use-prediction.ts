/** Keeps the prediction of the open case as the active model has it now. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { useTestSetStore } from '../../stores/test-set.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { predictionOf, type OpenCase, type ShownPrediction } from './open-case.ts';

/** Of which model a case's prediction is shown: of cases of the test set none is, nor while it is not known whether a case is of it. */
export function useShownPrediction(): (caseId: string) => ShownPrediction {
  const workplace = useWorkplace();
  const testSet = useTestSetStore();
  return (caseId) => (testSet.holds(caseId) === false ? { model: workplace.activeModel?.id ?? null } : 'none');
}

/** @returns reads it again */
export function usePrediction(open: ShallowRef<OpenCase | null>): () => Promise<void> {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const shownOf = useShownPrediction();
  const read = async (): Promise<void> => {
    const opened = open.value;
    if (opened === null) return;
    try {
      await workplace.refreshCases();
      await opened.loadPrediction(workplace.caseOf(opened.info.id) ?? opened.info, shownOf(opened.info.id));
    } catch (error) {
      toasts.failed(error);
    }
  };
  // A prediction that has come, or another active model; or it became known only after the case was opened that one may be shown.
  watch(
    () => {
      const info = open.value === null ? null : workplace.caseOf(open.value.info.id);
      return info === null ? undefined : predictionOf(info, shownOf(info.id));
    },
    (id) => { if (id !== undefined && id !== open.value?.wantedPrediction) void read(); },
  );
  onBeforeUnmount(workplace.listen((event) => {
    if (event.kind === 'job' && event.job.kind === 'predict' && event.job.state === 'done') void read();
  }));
  return read;
}
