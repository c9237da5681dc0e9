/** Keeps the prediction of the open case as the active model has it now. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import { useTestSetStore } from '../../stores/test-set.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { predictionOf, type OpenCase } from './open-case.ts';

/** @returns reads it again */
export function usePrediction(open: ShallowRef<OpenCase | null>): () => Promise<void> {
  const workplace = useWorkplace();
  const testSet = useTestSetStore();
  const toasts = useToasts();
  /** Null where nobody is to see what it says. */
  const modelFor = (caseId: string): string | null => (testSet.holds(caseId) === false ? workplace.activeModel?.id ?? null : null);
  const read = async (): Promise<void> => {
    const opened = open.value;
    if (opened === null) return;
    try {
      await workplace.refreshCases();
      await opened.loadPrediction(workplace.caseOf(opened.info.id) ?? opened.info, modelFor(opened.info.id));
    } catch (error) {
      toasts.failed(error);
    }
  };
  // A prediction that has come, or another active model.
  watch(
    () => {
      const info = open.value === null ? null : workplace.caseOf(open.value.info.id);
      return info === null ? undefined : predictionOf(info, modelFor(info.id));
    },
    (id, before) => { if (id !== before && before !== undefined) void read(); },
  );
  onBeforeUnmount(workplace.listen((event) => {
    if (event.kind === 'job' && event.job.kind === 'predict' && event.job.state === 'done') void read();
  }));
  return read;
}
