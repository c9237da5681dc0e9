/** Which dialog is open: at most one, opened from anywhere by its name. */
import { defineStore } from 'pinia';
import { ref } from 'vue';

export type DialogName = 'settings' | 'keys' | 'create-project' | 'open-project' | 'import' | 'send-bundle' | 'take-bundle' | 'new-label' | 'label-file' | 'label-mask' | 'merge-label' | 'removed-labels' | 'case-note' | 'log' | 'palette';

export const useDialogs = defineStore('dialogs', () => {
  const current = ref<DialogName | null>(null);
  return {
    current,
    open(name: DialogName): void { current.value = name; },
    close(): void { current.value = null; },
  };
});
