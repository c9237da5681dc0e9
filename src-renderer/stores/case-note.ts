/** Whose note is open, and what was typed into notes and not kept yet: a dialog that is closed loses no words. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { heldPerson } from '../connection/person.ts';
import { useDialogs } from './dialogs.ts';

export const useCaseNote = defineStore('case-note', () => {
  const dialogs = useDialogs();
  const caseId = ref<CaseInfo['id'] | null>(null);
  /** By who typed them, as requests name them: nobody finds another's words under their own name. */
  const drafts = new Map<string, string>();
  const mine = (id: string): string => JSON.stringify([heldPerson(), id]);
  return {
    caseId,
    draftOf: (id: string): string | null => drafts.get(mine(id)) ?? null,
    /** @param text null: nothing is left over */
    keepDraft(id: string, text: string | null): void {
      if (text === null) drafts.delete(mine(id));
      else drafts.set(mine(id), text);
    },
    open(id: CaseInfo['id']): void {
      caseId.value = id;
      dialogs.open('case-note');
    },
  };
});
