import { expect, it } from 'vitest';
import { commandsShown, keyGroups } from '../../../src-renderer/components/keys/key-groups.ts';
import { windowCommand } from '../../../src-renderer/components/frame/window-command.ts';
import { commands, defaultKeys, drawingKeys } from '../../../src-renderer/editing/shortcuts.ts';

const press = (key: string, change: Partial<Parameters<typeof windowCommand>[0]> = {}) => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, ...change });

it('Every command that has a key is in the list, and no key is listed without its name', () => {
  const named = new Set<string>([...commandsShown, ...commands.filter((command) => /^label\.\d$/.test(command)), 'keys.show']);
  const bound = commands.filter((command) => defaultKeys[command].length > 0 || drawingKeys[command].length > 0);
  expect(bound.filter((command) => !named.has(command))).toEqual([]);
  for (const { title, lines } of keyGroups('other')) for (const { keys, does } of lines) expect(keys.length, `${title} ${does}`).toBeGreaterThan(0);
});

it('On a Mac the list shows the signs of its keyboard', () => {
  const keys = keyGroups('mac').flatMap(({ lines }) => lines.flatMap((line) => line.keys));
  expect(keys).toContain('⌘Z');
  expect(keys.filter((key) => key.includes('Ctrl'))).toEqual([]);
});

it('Pages, keys and settings are reached from anywhere, but a question mark in a field is a letter', () => {
  expect(windowCommand(press('?'), false)).toEqual({ kind: 'keys' });
  expect(windowCommand(press('?'), true)).toBeNull();
  expect(windowCommand(press(',', { ctrlKey: true }), true)).toEqual({ kind: 'settings' });
  expect(windowCommand(press('¡', { altKey: true, code: 'Digit1' }), false)).toEqual({ kind: 'page', page: 'cases' });
  expect(windowCommand(press('4', { altKey: true, code: 'Digit4' }), false)).toEqual({ kind: 'page', page: 'export' });
  expect(windowCommand(press('9', { altKey: true, code: 'Digit9' }), false)).toBeNull();
  // What writes the at sign on some keyboards is Ctrl and Alt.
  expect(windowCommand(press('2', { altKey: true, ctrlKey: true, code: 'Digit2' }), false)).toBeNull();
});
