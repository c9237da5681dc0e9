/** Keys that work on every page. What a page or a view does with keys is its own business. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useRouter } from 'vue-router';
import { pageNames, type PageName } from '../../pages/router.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useDialogs } from '../../stores/dialogs.ts';

export type WindowCommand = { readonly kind: 'keys' } | { readonly kind: 'settings' } | { readonly kind: 'page'; readonly page: PageName };

export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** @param typing into a field: there a letter is a letter. @returns null for keys that mean nothing here */
export function windowCommand({ key, code, altKey, ctrlKey, metaKey }: PressedKey, typing: boolean): WindowCommand | null {
  const command = ctrlKey || metaKey;
  if (key === '?' && !command && !altKey && !typing) return { kind: 'keys' };
  if (key === ',' && command && !altKey) return { kind: 'settings' };
  // By its place on the keyboard: with Alt held, some layouts write something else than the digit.
  const page = altKey && !command ? pageNames[Number(/^Digit([1-9])$/.exec(code)?.[1] ?? 0) - 1] : undefined;
  return page === undefined ? null : { kind: 'page', page };
}

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
