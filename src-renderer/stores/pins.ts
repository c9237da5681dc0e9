/** Words pinned to voxels of the labels that are on the screen, and the one that is being written. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { Pin } from '#shared/contract/reviews.ts';
import { client } from '../connection/client.ts';
import { useWorkplace } from './workplace.ts';

export type Severity = Pin['severity'];
export const severities = ['note', 'minor', 'major'] as const satisfies readonly Severity[];

/** Its place is the crosshair. */
export interface PinDraft {
  /** The slice is given back with it. */
  readonly returns: boolean;
  readonly labelIndex: number | null;
  readonly severity: Severity;
  readonly text: string;
}

export interface ShownPin extends Pin {
  /** As it is called in the list and in the views, from 1. */
  readonly number: number;
}

export const usePins = defineStore('pins', () => {
  const workplace = useWorkplace();
  const labelmapId = ref<LabelmapId | null>(null);
  const pins = shallowRef<readonly ShownPin[]>([]);
  const chosen = ref<Pin['id'] | null>(null);
  const draft = shallowRef<PinDraft | null>(null);

  const take = (of: LabelmapId, listed: readonly Pin[]): void => {
    if (of === labelmapId.value) pins.value = listed.map((pin, at) => ({ ...pin, number: at + 1 }));
  };
  const refresh = async (): Promise<void> => {
    const of = labelmapId.value;
    if (of !== null) take(of, await client.reviews.pins({ labelmapId: of }));
  };
  workplace.listen((event) => {
    // What could not be asked now is asked with the next change; the connection's own message says what is wrong.
    if (event.kind === 'reviews' && event.labelmapId === labelmapId.value) void refresh().catch(() => undefined);
  });
  return {
    labelmapId, pins, chosen, draft, refresh,
    open: computed(() => pins.value.filter(({ state }) => state === 'open')),
    /** Of these labels; null: of none. */
    async show(of: LabelmapId | null): Promise<void> {
      labelmapId.value = of;
      pins.value = [];
      chosen.value = draft.value = null;
      await refresh();
    },
    async answer(id: Pin['id'], text: string, state: Pin['state']): Promise<void> {
      await client.reviews.answerPin({ id, text, state });
      await refresh();
    },
  };
});
