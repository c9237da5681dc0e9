/** What a model was judged by, case by case; asked for when the model is looked at. */
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { Judgement } from '#shared/contract/judgement.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { client } from '../../connection/client.ts';
import { useToasts } from '../../stores/toasts.ts';

/** @returns null until it has come */
export function useJudgement(id: () => ModelInfo['id']): Readonly<ShallowRef<Judgement | null>> {
  const toasts = useToasts();
  const judgement = shallowRef<Judgement | null>(null);
  watch(id, async (asked, _before, onCleanup) => {
    const stop = new AbortController();
    onCleanup(() => stop.abort());
    judgement.value = null;
    try {
      const told = await client.training.judgement({ id: asked }, { signal: stop.signal });
      if (!stop.signal.aborted) judgement.value = told;
    } catch (error) {
      if (!stop.signal.aborted) toasts.failed(error);
    }
  }, { immediate: true });
  return judgement;
}
