/** The window's menu as data. Undo and redo are not in it: they are the page's own, and the menu would take their keys. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Locale } from '#shared/text/sentence.ts';
import { menuWords } from './shell-sentences.ts';

export interface MenuActions {
  readonly about: () => void;
  readonly showLog: () => void;
}

export interface MenuCircumstances {
  readonly locale: Locale;
  readonly platform: NodeJS.Platform;
  /** An installed program shows no tools for its makers. */
  readonly packaged: boolean;
}

export function menuTemplate({ locale, platform, packaged }: MenuCircumstances, actions: MenuActions): MenuItemConstructorOptions[] {
  const word = (name: keyof typeof menuWords): string => menuWords[name][locale];
  const role = (name: MenuItemConstructorOptions['role'] & string, label: keyof typeof menuWords): MenuItemConstructorOptions => ({ role: name, label: word(label) });
  const onMac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { label: word('about'), click: actions.about };
  const first: MenuItemConstructorOptions = onMac
    ? { label: 'Lamina', submenu: [about, separator, role('hide', 'hide'), role('hideOthers', 'hideOthers'), role('unhide', 'showAll'), separator, role('quit', 'quit')] }
    : { label: word('file'), submenu: [role('quit', 'quit')] };
  return [
    first,
    { label: word('edit'), submenu: [role('cut', 'cut'), role('copy', 'copy'), role('paste', 'paste'), role('selectAll', 'selectAll')] },
    {
      label: word('view'),
      submenu: [
        role('zoomIn', 'larger'), role('zoomOut', 'smaller'), role('resetZoom', 'actualSize'), separator, role('togglefullscreen', 'fullScreen'),
        ...(packaged ? [] : [separator, role('toggleDevTools', 'developerTools')]),
      ],
    },
    { label: word('help'), submenu: [{ label: word('showLog'), click: actions.showLog }, ...(onMac ? [] : [about])] },
  ];
}
