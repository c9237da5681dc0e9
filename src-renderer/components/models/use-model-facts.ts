/** What is known of a model beside its figures; asked for when it is looked at, and again when anything of the models has changed. */
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { ModelFacts } from '#shared/contract/models.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { client } from '../../connection/client.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';

/** @returns null until it has come */
export function useModelFacts(id: () => ModelInfo['id']): Readonly<ShallowRef<ModelFacts | null>> {
  const toasts = useToasts();
  const workplace = useWorkplace();
  const facts = shallowRef<ModelFacts | null>(null);
  watch([id, () => workplace.models], async ([asked], _before, onCleanup) => {
    const stop = new AbortController();
    onCleanup(() => stop.abort());
    if (facts.value?.id !== asked) facts.value = null;
    // Gone meanwhile: the page shows another one in a moment.
    if (!workplace.models.some((one) => one.id === asked)) return;
    try {
      const told = await client.models.facts({ id: asked }, { signal: stop.signal });
      if (!stop.signal.aborted) facts.value = told;
    } catch (error) {
      if (!stop.signal.aborted) toasts.failed(error);
    }
  }, { immediate: true });
  return facts;
}
