/** What keys mean on every page. Pure. */
import { pageNames, type PageName } from '../../pages/page-names.ts';

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
