/** The patients who are set aside to judge finished models: who they are, or how many could be, and the one drawing. */
import { onMounted, readonly, ref, shallowRef, watch } from 'vue';
import type { TestSetInfo } from '#shared/contract/test-set.ts';
import { client } from '../../connection/client.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';

export function useTestSet() {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const confirmation = useConfirmation();
  /** Null until the host has told it. */
  const testSet = shallowRef<TestSetInfo | null>(null);
  const drawing = ref(false);

  const refresh = async (): Promise<void> => {
    try {
      testSet.value = await client.training.testSet();
    } catch (error) {
      toasts.failed(error);
    }
  };
  /** Asks first: it is for ever. @param offer how many patients */
  const draw = async (offer: number): Promise<void> => {
    const sure = await confirmation.ask({ title: 'splits.sure', text: 'splits.sureText', values: { n: offer }, act: 'splits.draw', stay: 'splits.notNow' });
    if (!sure) return;
    drawing.value = true;
    try {
      testSet.value = await client.training.drawTestSet({});
    } catch (error) {
      toasts.failed(error);
    } finally {
      drawing.value = false;
    }
  };

  onMounted(refresh);
  // What there is to learn from has changed: so may have what could be set aside.
  watch(() => workplace.readiness, () => { void refresh(); });
  return { testSet, drawing: readonly(drawing), draw };
}
