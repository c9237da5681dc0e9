/** Where a person was in the table of cases, so that they find it as they left it. */
import { defineStore } from 'pinia';
import { ref } from 'vue';

export type CaseFilter = 'all' | 'to-do' | 'in-work' | 'complete' | 'predicted';
export type CaseColumn = 'name' | 'patient' | 'modality' | 'complete' | 'changed';

export const useCaseTable = defineStore('case-table', () => ({
  filter: ref<CaseFilter>('all'),
  text: ref(''),
  order: ref<{ by: CaseColumn; descending: boolean }>({ by: 'name', descending: false }),
  /** The case that the keys act on. */
  here: ref<string | null>(null),
}));
