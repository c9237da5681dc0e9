/**
 * The patients who are set aside, and their slices that are to be painted by hand. Of their cases no prediction is shown: whoever
 * draws along one says how good a model is by what the model said.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { TestSlices } from '#shared/contract/loop.ts';
import type { TestSetInfo } from '#shared/contract/test-set.ts';
import { client } from '../connection/client.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const useTestSetStore = defineStore('test-set', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  /** Null until the host has told it. */
  const info = shallowRef<TestSetInfo | null>(null);
  const slices = shallowRef<TestSlices | null>(null);
  const patients = computed(() => new Set(info.value?.drawn?.patients ?? []));

  /** Nothing is known, and it is asked for again when the host tells of anything. */
  let failed = false;

  const refresh = createRefresher(async () => {
    const project = workplace.project?.id;
    if (project === undefined) return;
    /** Another project was opened meanwhile, or this one closed: what is told, or refused, is of no project that is looked at. */
    const isLeft = (): boolean => workplace.project?.id !== project;
    try {
      const told = await client.training.testSet();
      const drawn = told.drawn === null || isLeft() ? null : await client.loop.testSlices();
      if (isLeft()) return;
      [info.value, slices.value, failed] = [told, drawn, false];
    } catch (error) {
      if (isLeft()) return;
      failed = true;
      toasts.failed(error);
    }
  });
  watch(() => workplace.project?.id, () => {
    info.value = slices.value = null;
    failed = false;
    void refresh();
  }, { immediate: true });
  // A slice was painted, or a case of one of the patients came.
  watch(() => workplace.readiness, () => { if (info.value !== null || failed) void refresh(); });

  return {
    info, slices, refresh,
    /** Null: it is not known yet. */
    holds(caseId: string): boolean | null {
      if (info.value === null) return null;
      const patient = workplace.caseOf(caseId)?.patient;
      return patient !== undefined && patients.value.has(patient);
    },
    /** The next slice to be painted. */
    next: computed(() => slices.value?.slices.find(({ complete }) => !complete) ?? null),
  };
});
