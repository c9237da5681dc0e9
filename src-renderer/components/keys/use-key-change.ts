/** Giving a command another key: pressed, told who has it, taken over or given up. */
import { ref } from 'vue';
import { bindingOf, holderOf, isKeptByBrowser, withKey } from '../../editing/key-changes.ts';
import { keyCaption, type Command, type KeyPress } from '../../editing/shortcuts.ts';
import { platform } from '../../look/platform.ts';
import { useKeys } from '../../stores/keys.ts';

export type KeyQuestion =
  | { readonly kind: 'press' }
  | { readonly kind: 'kept'; readonly caption: string }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'taken'; readonly caption: string; readonly holder: Command; readonly press: KeyPress; readonly binding: string };

export function useKeyChange() {
  const keys = useKeys();
  /** Whose key is asked for now, and what is said meanwhile. */
  const asked = ref<{ readonly command: Command; readonly question: KeyQuestion } | null>(null);
  const end = (): void => { asked.value = null; };
  const give = (command: Command, press: KeyPress, binding: string): void => {
    keys.change(withKey(keys.changes, command, press, binding, platform));
    end();
  };
  return {
    asked,
    end,
    begin: (command: Command): void => { asked.value = { command, question: { kind: 'press' } }; },
    /** While a key is asked for, every press is an answer. */
    take: (event: KeyboardEvent): void => {
      if (asked.value === null) return;
      if (asked.value.question.kind === 'taken') {
        // Out of the question, not out of the dialog.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        return end();
      }
      // Tab still leads on, and a modifier waits for its key.
      if (event.key === 'Tab' || ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return;
      // What stands beside the question is pressed as any button is.
      if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('button') !== null) return;
      event.preventDefault();
      event.stopPropagation();
      const { command } = asked.value;
      if (event.key === 'Escape') return end();
      const binding = bindingOf(event, platform);
      if (binding === null) asked.value = { command, question: { kind: 'unusable' } };
      else if (isKeptByBrowser(binding)) asked.value = { command, question: { kind: 'kept', caption: keyCaption(binding, platform) } };
      else {
        const holder = holderOf(event, command, keys.changes, platform);
        if (holder === null) return give(command, event, binding);
        asked.value = { command, question: { kind: 'taken', caption: keyCaption(binding, platform), holder, press: event, binding } };
      }
    },
    takeOver: (): void => {
      const now = asked.value;
      if (now?.question.kind === 'taken') give(now.command, now.question.press, now.question.binding);
    },
  };
}
