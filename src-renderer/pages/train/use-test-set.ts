/** The patients who are set aside to judge finished models: who they are, or how many could be, and the one drawing. */
import { computed, onMounted, readonly, ref } from 'vue';
import { client } from '../../connection/client.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useTestSetStore } from '../../stores/test-set.ts';
import { useToasts } from '../../stores/toasts.ts';

export function useTestSet() {
  const store = useTestSetStore();
  const toasts = useToasts();
  const confirmation = useConfirmation();
  const drawing = ref(false);

  /** Asks first: it is for ever. @param offer how many patients */
  const draw = async (offer: number): Promise<void> => {
    const sure = await confirmation.ask({ title: 'splits.sure', text: 'splits.sureText', values: { n: offer }, act: 'splits.draw', stay: 'splits.notNow' });
    if (!sure) return;
    drawing.value = true;
    try {
      await client.training.drawTestSet({});
      await store.refresh();
    } catch (error) {
      toasts.failed(error);
    } finally {
      drawing.value = false;
    }
  };

  onMounted(store.refresh);
  return { testSet: computed(() => store.info), slices: computed(() => store.slices), next: computed(() => store.next), drawing: readonly(drawing), draw };
}
