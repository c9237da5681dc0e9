/** Keys that work on every page. What a page or a view does with keys is its own business. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useRouter } from 'vue-router';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { windowCommand } from './window-command.ts';

/** Whether what is typed goes into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range', 'button'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

export function followWindowKeys(): void {
  const dialogs = useDialogs();
  const confirmation = useConfirmation();
  const router = useRouter();
  const press = (event: KeyboardEvent): void => {
    const command = windowCommand(event, isTyping(event.target));
    if (command === null || event.defaultPrevented) return;
    event.preventDefault();
    // What is asked must be answered first.
    if (dialogs.current !== null || confirmation.question !== null) return;
    switch (command.kind) {
      case 'keys': return dialogs.open('keys');
      case 'settings': return dialogs.open('settings');
      case 'page': void router.push({ name: command.page });
    }
  };
  onMounted(() => window.addEventListener('keydown', press));
  onBeforeUnmount(() => window.removeEventListener('keydown', press));
}
