import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../src-main/electron/menu.ts';

const actions = { about: () => {}, showLog: () => {} };

function all(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  const menu = (locale: 'en' | 'zh-CN', packaged = true) => all(menuTemplate({ locale, platform, packaged }, actions)).filter(({ type }) => type !== 'separator');

  it('has a word of its own for everything, in both languages, since Electron’s are English', () => {
    for (const { label } of menu('en')) expect(label).toMatch(/^[\w &]+$/);
    for (const { label } of menu('zh-CN')) if (label !== 'Lamina') expect(label).toMatch(/\p{Script=Han}/u);
    expect(menu('zh-CN').map(({ role }) => role)).toEqual(menu('en').map(({ role }) => role));
  });

  it('leaves undo, redo and reload to the page', () => {
    const roles = menu('en').map(({ role }) => role);
    for (const role of ['undo', 'redo', 'reload', 'forceReload'] as const) expect(roles).not.toContain(role);
    expect(roles).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'togglefullscreen']));
  });

  it('shows tools for its makers only where it is not installed', () => {
    expect(menu('en', true).map(({ role }) => role)).not.toContain('toggleDevTools');
    expect(menu('en', false).map(({ role }) => role)).toContain('toggleDevTools');
  });
});
