import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { layouts } from '#shared/contract/settings.ts';
import { measuringKinds } from '#shared/measurements/measure.ts';
import { commandsShown, keyGroups } from '../../../src-renderer/components/keys/key-groups.ts';
import { commandText } from '../../../src-renderer/components/keys/command-words.ts';
import { windowCommand } from '../../../src-renderer/components/frame/window-command.ts';
import { commands, defaultKeys, type KeyPress } from '../../../src-renderer/editing/shortcuts.ts';
import { operationKinds } from '../../../src-renderer/editing/regions/operation.ts';
import { useKeys } from '../../../src-renderer/stores/keys.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: { settings: { change: () => Promise.resolve({}) } } }));
vi.mock('../../../src-renderer/look/platform.ts', () => ({ platform: 'other' }));

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...change });
const commandAt = (pressed: KeyPress, typing: boolean, platform: 'mac' | 'other' = 'other') => windowCommand(pressed, typing, platform, defaultKeys);

it('Every command is in the list, and no key is listed without its name', () => {
  expect(commands.filter((command) => !commandsShown.includes(command))).toEqual([]);
  for (const { title, lines } of keyGroups('other')) for (const { keys, does, command } of lines) if (command === undefined || defaultKeys[command].length > 0) expect(keys.length, `${title} ${does}`).toBeGreaterThan(0);
});

it('On a Mac the list shows the signs of its keyboard', () => {
  const keys = keyGroups('mac').flatMap(({ lines }) => lines.flatMap((line) => line.keys));
  expect(keys).toContain('⌘Z');
  expect(keys.filter((key) => key.includes('Ctrl'))).toEqual([]);
});

it('What was changed stands in the list, and what has no key is there to be given one', () => {
  const lines = keyGroups('other', { 'tool.brush': ['J'], 'edit.undo': [] }).flatMap((group) => group.lines);
  expect(lines.find(({ command }) => command === 'tool.brush')?.keys).toEqual(['J']);
  expect(lines.find(({ command }) => command === 'edit.undo')?.keys).toEqual([]);
  expect(lines.find(({ command }) => command === 'keyboard.left')?.keys).toEqual(['←']);
});

it('The digits that choose labels, and what is chosen from a list, are commands of their own, with a name and a key that may be changed', () => {
  const lines = keyGroups('other', { 'label.3': ['J'], 'region.split': ['Ctrl+J'] }).flatMap((group) => group.lines);
  const keysOf = (of: string) => lines.filter(({ command }) => command === of).map(({ keys }) => keys);
  expect([keysOf('label.2'), keysOf('label.3'), keysOf('region.split'), keysOf('region.median')]).toEqual([[['2']], [['J']], [['Ctrl+J']], [[]]]);
  for (const one of [...operationKinds.map((kind) => `region.${kind}`), ...measuringKinds.map((kind) => `measure.${kind}`), ...layouts.map((layout) => `views.${layout}`)]) {
    expect(commands, one).toContain(one);
  }
  // In words that are said elsewhere too, and never the same for two.
  const say = (word: string, values: object = {}) => `${word} ${JSON.stringify(values)}`;
  const texts = commands.map((command) => commandText(command, say));
  expect(new Set(texts).size).toBe(texts.length);
});

it('The note of a case has one key, on the page and in the table', () => {
  const notes = keyGroups('other', { 'case.note': ['F8'] }).flatMap((group) => group.lines).filter(({ does }) => does === 'keys.commands.case.note');
  expect(notes.map(({ keys }) => keys)).toEqual([['F8'], ['F8']]);
});

it('Buttons and sentences name the keys as they were changed, and a dash where there is none', () => {
  setActivePinia(createPinia());
  const keys = useKeys();
  expect(keys.hint('Close', 'outline.close')).toBe('Close (Enter)');
  // Enter draws then.
  expect(keys.hintInDrawing('Close', 'outline.close')).toBe('Close (Ctrl+Enter)');
  keys.change({ 'outline.close': ['Ctrl+J'], 'slice.reopen': [], 'slice.next': ['N'], 'keyboard.left': ['U'] });
  expect(keys.hint('Close', 'outline.close')).toBe('Close (Ctrl+J)');
  expect(keys.hint('Reopen', 'slice.reopen')).toBe('Reopen');
  expect(keys.spoken('outline.close', 'slice.reopen', 'cancel')).toBe('Ctrl+J – Esc');
  // While the arrows move the brush, slices go by the key that they were given.
  expect(keys.spoken('slice.previous', 'slice.next')).toBe('↑ N');
  expect(keys.spokenInDrawing('keyboard.left', 'keyboard.right', 'slice.previous', 'slice.next')).toBe('U → Alt+↑ N');
});

it('Pages, keys, settings and the palette are reached from anywhere, but a question mark in a field is a letter', () => {
  expect(commandAt(press('?'), false)).toBe('keys.show');
  expect(commandAt(press('?'), true)).toBeNull();
  expect(commandAt(press(',', { ctrlKey: true }), true)).toBe('settings.show');
  expect(commandAt(press('k', { ctrlKey: true, code: 'KeyK' }), true)).toBe('palette.show');
  expect(commandAt(press('k', { metaKey: true, code: 'KeyK' }), true, 'mac')).toBe('palette.show');
  expect(commandAt(press('¡', { altKey: true, code: 'Digit1' }), false, 'mac')).toBe('page.cases');
  expect(commandAt(press('5', { altKey: true, code: 'Digit5' }), false)).toBe('page.export');
  expect(commandAt(press('9', { altKey: true, code: 'Digit9' }), false)).toBeNull();
  // What the annotate page does is not the window's.
  expect(commandAt(press('b', { code: 'KeyB' }), false)).toBeNull();
  // What writes the at sign on some keyboards is Ctrl and Alt.
  expect(commandAt(press('2', { altKey: true, ctrlKey: true, code: 'Digit2' }), false)).toBeNull();
});
