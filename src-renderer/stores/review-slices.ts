/** Where each slice of the labels under review stands, and whose last word it is. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { z } from 'zod';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { sliceStanding, sliceState } from '#shared/contract/reviews.ts';
import { client } from '../connection/client.ts';
import { useWorkplace } from './workplace.ts';

export type SliceState = z.infer<typeof sliceState>;
export type SliceStanding = z.infer<typeof sliceStanding>;
export const sliceStates = ['not-started', 'in-progress', 'complete', 'reviewed', 'returned'] as const satisfies readonly SliceState[];

export const useReviewSlices = defineStore('review-slices', () => {
  const workplace = useWorkplace();
  const labelmapId = ref<LabelmapId | null>(null);
  const standings = shallowRef<ReadonlyMap<number, SliceStanding>>(new Map());
  const slices = ref(0);

  const take = (of: LabelmapId, { slices: told }: { readonly slices: readonly SliceStanding[] }): void => {
    if (of === labelmapId.value) standings.value = new Map(told.map((one) => [one.slice, one]));
  };
  const refresh = async (): Promise<void> => {
    const of = labelmapId.value;
    if (of !== null) take(of, await client.reviews.states({ labelmapId: of }));
  };
  workplace.listen((event) => {
    // An edit opens slices again.
    if ((event.kind === 'reviews' || event.kind === 'labels') && event.labelmapId === labelmapId.value) void refresh().catch(() => undefined);
  });
  const stateOf = (slice: number): SliceState => standings.value.get(slice)?.state ?? 'not-started';
  return {
    labelmapId, standings, slices, stateOf, take, refresh,
    states: computed<readonly SliceState[]>(() => Array.from({ length: slices.value }, (_, slice) => stateOf(slice))),
    of: (state: SliceState): readonly number[] => [...standings.value.values()].filter((one) => one.state === state).map(({ slice }) => slice),
    /** Those of which their annotator has said that they are done. */
    done: computed<ReadonlySet<number>>(() => new Set([...standings.value.values()].filter(({ state }) => state === 'complete' || state === 'reviewed').map(({ slice }) => slice))),
    /** @throws what the host answers, e.g. to whoever reads the case blind */
    async show(of: LabelmapId | null, count: number): Promise<void> {
      labelmapId.value = of;
      slices.value = count;
      standings.value = new Map();
      await refresh();
    },
  };
});
