/**
 * What was measured on the open case, and which of it a person has in the hand. The host keeps it; what it has not yet
 * acknowledged is shown all the same.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Measurement } from '#shared/contract/measurements.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { MeasuringKind } from '#shared/measurements/measure.ts';
import { client } from '../connection/client.ts';
import { useToasts } from './toasts.ts';

/** What is being drawn: fractional voxel positions in one slice. */
export interface Draft {
  readonly kind: MeasuringKind;
  readonly axis: AxisIndex;
  readonly slice: number;
  readonly points: readonly Vec3[];
  /** Where the next point would come to lie. */
  readonly pointer: Vec3 | null;
}

type Added = Parameters<typeof client.measurements.add>[0];

export const useMeasurements = defineStore('measurements', () => {
  const toasts = useToasts();
  const caseId = ref<string | null>(null);
  const kind = ref<MeasuringKind>('distance');
  const selected = ref<string | null>(null);
  const draft = shallowRef<Draft | null>(null);
  /** One of them with other points, while a hand drags it. */
  const dragged = shallowRef<{ readonly id: string; readonly points: readonly Vec3[] } | null>(null);
  const told = shallowRef<readonly Measurement[]>([]);
  /** As they will be once the host has answered; null: removed. */
  const unanswered = shallowRef<ReadonlyMap<string, Measurement | null>>(new Map());
  const all = computed<readonly Measurement[]>(() => {
    const known = told.value.map((one) => (unanswered.value.has(one.id) ? unanswered.value.get(one.id) ?? null : one)).filter((one) => one !== null);
    const added = [...unanswered.value.values()].filter((one) => one !== null && !told.value.some(({ id }) => id === one.id)) as Measurement[];
    return [...known, ...added];
  });
  const of = (id: string): Measurement | null => all.value.find((one) => one.id === id) ?? null;

  const refresh = async (): Promise<void> => {
    const asked = caseId.value;
    if (asked === null) return;
    try {
      const listed = await client.measurements.list({ caseId: asked });
      if (caseId.value === asked) told.value = listed.toSorted((a, b) => a.madeAt.localeCompare(b.madeAt));
    } catch (error) {
      toasts.failed(error);
    }
  };
  /** Shows what is expected, asks the host, and shows then what is so. @returns whether it was done */
  const asking = async (id: string, expected: Measurement | null, ask: () => Promise<unknown>): Promise<boolean> => {
    const mine = new Map(unanswered.value).set(id, expected);
    unanswered.value = mine;
    try {
      await ask();
      return true;
    } catch (error) {
      toasts.failed(error);
      return false;
    } finally {
      await refresh();
      // Something newer may have been asked of it meanwhile.
      if (unanswered.value.get(id) === expected) unanswered.value = new Map([...unanswered.value].filter(([other]) => other !== id));
    }
  };

  return {
    caseId, kind, selected, draft, dragged, all, of, refresh,
    async load(id: string | null): Promise<void> {
      if (caseId.value === id) return;
      caseId.value = id;
      selected.value = draft.value = dragged.value = null;
      told.value = [];
      unanswered.value = new Map();
      await refresh();
    },
    /** @param expected what the host will say of it */
    add: (expected: Measurement) => asking(expected.id, expected, () => {
      const { id, caseId: ofCase, imageId, kind: drawn, points, plane, text, labelIndex, colour } = expected;
      return client.measurements.add({ id, caseId: ofCase, imageId, kind: drawn, points, plane, text, labelIndex, colour } satisfies Added);
    }),
    movePoints: (expected: Measurement) => asking(expected.id, expected, () => client.measurements.change({ id: expected.id, points: expected.points })),
    rename(id: string, text: string): Promise<boolean> {
      const one = of(id);
      return one === null ? Promise.resolve(false) : asking(id, { ...one, text }, () => client.measurements.change({ id: one.id, text }));
    },
    async remove(id: string): Promise<boolean> {
      const one = of(id);
      if (one === null) return false;
      if (selected.value === id) selected.value = null;
      return asking(id, null, () => client.measurements.remove({ id: one.id }));
    },
    /** One that was removed comes back as it was. */
    bringBack: (one: Measurement) => asking(one.id, one, () => client.measurements.change({ id: one.id })),
  };
});
