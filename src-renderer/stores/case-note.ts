/** Whose note is open, and what was typed into notes and not kept yet: a dialog that is closed loses no words. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { useDialogs } from './dialogs.ts';

export const useCaseNote = defineStore('case-note', () => {
  const dialogs = useDialogs();
  const caseId = ref<CaseInfo['id'] | null>(null);
  const drafts = new Map<string, string>();
  return {
    caseId,
    drafts,
    open(id: CaseInfo['id']): void {
      caseId.value = id;
      dialogs.open('case-note');
    },
  };
});
