/** Where a person was in the table of cases, so that they find it as they left it; the order is a setting. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Settings } from '#shared/contract/settings.ts';
import { usePreferences } from './preferences.ts';

export type CaseFilter = 'all' | 'to-do' | 'in-work' | 'returned' | 'complete' | 'predicted' | 'noted' | 'look-first';
export type ModalityFilter = 'all' | 'mr' | 'ct' | 'other';
export type CaseOrder = Settings['caseOrder'];
export type CaseColumn = CaseOrder['by'];

/** What a person chose to see. */
export interface CaseChoice {
  readonly filter: CaseFilter;
  readonly modality: ModalityFilter;
  readonly text: string;
  readonly order: CaseOrder;
}

export const useCaseTable = defineStore('case-table', () => {
  const preferences = usePreferences();
  const filter = ref<CaseFilter>('all');
  const modality = ref<ModalityFilter>('all');
  const text = ref<string | null>('');
  const order = computed<CaseOrder>({
    get: () => preferences.settings.caseOrder,
    set: (caseOrder) => preferences.change({ caseOrder }),
  });
  return {
    filter, modality, text, order,
    choice: computed<CaseChoice>(() => ({ filter: filter.value, modality: modality.value, text: text.value ?? '', order: order.value })),
    /** The case that the keys act on. */
    here: ref<string | null>(null),
    /** The rows as the table showed them last, of so many cases: what a case that is worked on becomes moves nothing under the hand. */
    sequence: shallowRef<{ readonly ids: readonly string[]; readonly of: number }>({ ids: [], of: 0 }),
  };
});
