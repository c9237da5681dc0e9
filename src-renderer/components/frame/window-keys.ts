/** Keys that work on every page. What a page or a view does with keys is its own business. */
import { onBeforeUnmount, onMounted } from 'vue';
import { platform } from '../../look/platform.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useKeys } from '../../stores/keys.ts';
import { useWindowSteps } from './window-steps.ts';
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
  const keys = useKeys();
  const { run } = useWindowSteps();
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = windowCommand(event, isTyping(event.target), platform, keys.table);
    if (command === null) return;
    event.preventDefault();
    // What is asked must be answered first; the key that opened the palette closes it.
    if (confirmation.question !== null) return;
    if (dialogs.current === 'palette' && command === 'palette.show') dialogs.close();
    else if (dialogs.current === null) run(command);
  };
  onMounted(() => window.addEventListener('keydown', press));
  onBeforeUnmount(() => window.removeEventListener('keydown', press));
}
