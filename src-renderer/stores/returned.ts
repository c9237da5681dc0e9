/** What reviewers have remarked on this person's slices, in all cases: open pins, and which slices were given back. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Pin } from '#shared/contract/reviews.ts';
import { client } from '../connection/client.ts';
import { usePeople } from './people.ts';
import { createRefresher } from './refresher.ts';
import { useWorkplace } from './workplace.ts';

export interface RemarkedSlice {
  readonly caseId: Pin['caseId'];
  readonly axis: Pin['axis'];
  readonly slice: number;
  /** It is to be changed before it can be reviewed again. */
  readonly isReturned: boolean;
  readonly pins: readonly Pin[];
}

/** By slice, those that were given back first; within that as the host tells them, which is case by case. */
export function bySlice(pins: readonly Pin[], isReturned: (pin: Pin) => boolean): readonly RemarkedSlice[] {
  const slices = [...Map.groupBy(pins, ({ labelmapId, slice }) => `${labelmapId} ${slice}`).values()].map(([first, ...more]): RemarkedSlice => {
    const { caseId, axis, slice } = first!;
    return { caseId, axis, slice, isReturned: isReturned(first!), pins: [first!, ...more] };
  });
  return slices.toSorted((a, b) => Number(b.isReturned) - Number(a.isReturned));
}

export const useReturned = defineStore('returned', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const pins = shallowRef<readonly Pin[]>([]);
  const given = shallowRef<ReadonlySet<string>>(new Set());
  /** The list stands in the panel's place. */
  const isShown = ref(false);
  const chosen = ref<Pin['id'] | null>(null);
  const name = (labelmapId: string, slice: number): string => `${labelmapId} ${slice}`;

  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    if (project === undefined) {
      pins.value = [];
      return;
    }
    try {
      const open = await client.reviews.openPins();
      const maps = [...new Set(open.map(({ labelmapId }) => labelmapId))];
      const standings = await Promise.all(maps.map(async (labelmapId) => ({ labelmapId, ...await client.reviews.states({ labelmapId }) })));
      if (workplace.project?.id !== project) return;
      given.value = new Set(standings.flatMap(({ labelmapId, slices }) => slices.filter(({ state }) => state === 'returned').map(({ slice }) => name(labelmapId, slice))));
      pins.value = open;
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  });
  // Another person's are none of theirs.
  watch(() => people.changes, () => {
    pins.value = [];
    isShown.value = false;
    chosen.value = null;
  });
  watch([() => workplace.project?.id, () => workplace.connected, () => people.changes], () => { void refresh(); }, { immediate: true });
  workplace.listen(({ kind }) => { if (kind === 'reviews' || kind === 'cases') void refresh(); });

  return {
    pins,
    isShown,
    chosen,
    slices: computed(() => bySlice(pins.value, ({ labelmapId, slice }) => given.value.has(name(labelmapId, slice)))),
    refresh,
  };
});
