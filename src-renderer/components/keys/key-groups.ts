/** Every key of the window, in the groups in which a person looks for them. */
import type { Word } from '../../locales/use-words.ts';

export interface KeyGroup {
  readonly title: Word;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: Word }[];
}

const apple = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);
const command = apple ? '⌘' : 'Ctrl';
const alternative = apple ? '⌥' : 'Alt';

const windowGroup: KeyGroup = {
  title: 'frame.keys.window',
  keys: [
    { keys: ['?'], does: 'frame.keys.show' },
    { keys: [`${command}+,`], does: 'frame.keys.settings' },
    { keys: [`${alternative}+1`, '2', '3', '4'], does: 'frame.keys.pages' },
  ],
};

const tableGroup: KeyGroup = {
  title: 'frame.keys.table',
  keys: [
    { keys: ['↑', '↓', 'PgUp', 'PgDn'], does: 'frame.keys.move' },
    { keys: ['Enter'], does: 'frame.keys.openCase' },
    { keys: ['Delete'], does: 'frame.keys.removeCase' },
    { keys: ['/'], does: 'frame.keys.find' },
  ],
};

export const keyGroups: readonly KeyGroup[] = [windowGroup, tableGroup];
