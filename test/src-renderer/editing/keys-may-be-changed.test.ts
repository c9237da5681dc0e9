import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingOf, changed, drawingTable, holderOf, isKeptByBrowser, keyTable, queueTable, reviewTable, tableOfCommand, withKey, type KeyChanges } from '../../../src-renderer/editing/key-changes.ts';
import { commandOf, commands, defaultKeys, drawingKeys, type KeyPress } from '../../../src-renderer/editing/shortcuts.ts';

const press = (key: string, code: string, change: Partial<KeyPress> = {}): KeyPress =>
  ({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change });
const altGraph = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };

describe('a press', () => {
  // What browsers report for these keys on these layouts.
  it.each<[string, KeyPress, string | null]>([
    ['J, US', press('j', 'KeyJ'), 'J'],
    ['Shift+J', press('J', 'KeyJ', { shiftKey: true }), 'Shift+J'],
    ['Ctrl+Alt+J', press('j', 'KeyJ', { ctrlKey: true, altKey: true }), 'Ctrl+Alt+J'],
    ['J on a Russian layout, which writes о', press('о', 'KeyJ'), 'J'],
    ['A on a French layout, at the place of Q', press('a', 'KeyQ'), 'A'],
    ['{ on a German layout: AltGr+7', press('{', 'Digit7', altGraph), '{'],
    ['! on a US layout', press('!', 'Digit1', { shiftKey: true }), '!'],
    ['3 on a French layout, which needs Shift', press('3', 'Digit3', { shiftKey: true }), '3'],
    ['a letter that an input method takes', press('Process', 'KeyJ'), 'J'],
    ['F7', press('F7', 'F7'), 'F7'],
    ['Shift+F7', press('F7', 'F7', { shiftKey: true }), 'Shift+F7'],
    ['Space', press(' ', 'Space'), 'Space'],
    ['Shift alone', press('Shift', 'ShiftLeft', { shiftKey: true }), null],
    ['Tab', press('Tab', 'Tab'), null],
    ['the Windows key with J', press('j', 'KeyJ', { metaKey: true }), null],
    ['a dead key', press('Dead', 'Backquote'), null],
  ])('%s', (_, pressed, binding) => {
    expect(bindingOf(pressed, 'other')).toBe(binding);
  });

  it('with ⌘ and Option on a Mac', () => {
    expect(bindingOf(press('j', 'KeyJ', { metaKey: true }), 'mac')).toBe('Ctrl+J');
    expect(bindingOf(press('∆', 'KeyJ', { altKey: true }), 'mac')).toBe('Alt+J');
  });

  const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => ({ key: letter, code: `Key${letter.toUpperCase()}` }));
  const cyrillic = [...'фисвуапршолдьтщзйкыегмцчня'].map((letter, at) => ({ key: letter, code: letters[at]!.code }));
  const named = ['F6', 'Insert', 'ArrowLeft', 'Enter', 'Delete', 'PageDown'].map((key) => ({ key, code: key }));
  const signs = [[';', 'Semicolon'], ['/', 'Slash'], ['[', 'BracketLeft'], ['+', 'Equal'], ['1', 'Digit1'], ['&', 'Digit1'], [' ', 'Space']].map(([key, code]) => ({ key: key!, code: code! }));
  const presses = fc.record({
    of: fc.constantFrom(...letters, ...cyrillic, ...named, ...signs), ctrlKey: fc.boolean(), altKey: fc.boolean(), shiftKey: fc.boolean(),
  }).map(({ of: { key, code }, ...modifiers }) => press(modifiers.shiftKey ? key.toUpperCase().replace(/^(.{2,})$/, key) : key, code, modifiers));

  it('means the command that it was given to, whichever it was, and nothing else does at the same press', () => {
    fc.assert(fc.property(fc.constantFrom(...commands), presses, (command, pressed) => {
      const binding = bindingOf(pressed, 'other');
      fc.pre(binding !== null);
      const changes = withKey({}, command, pressed, binding, 'other');
      expect(commandOf(pressed, 'other', tableOfCommand(changes, command))).toBe(command);
      expect(holderOf(pressed, command, changes, 'other')).toBeNull();
    }));
  });
});

describe('changed keys', () => {
  it('tell who has a key, which loses it when it is taken over and keeps its others', () => {
    const y = press('y', 'KeyY', { ctrlKey: true });
    expect(holderOf(y, 'tool.brush', {}, 'other')).toBe('edit.redo');
    const changes = withKey({}, 'tool.brush', y, 'Ctrl+Y', 'other');
    expect(changes).toEqual({ 'tool.brush': ['Ctrl+Y'], 'edit.redo': ['Ctrl+Shift+Z'] });
    expect(commandOf(y, 'other', keyTable(changes))).toBe('tool.brush');
    expect(commandOf(press('b', 'KeyB'), 'other', keyTable(changes))).toBeNull();
  });

  it('are forgotten where a command has its first keys again', () => {
    const changes: KeyChanges = { 'tool.brush': ['J'], 'edit.redo': [] };
    expect(changed(changes, 'tool.brush', ['B'])).toEqual({ 'edit.redo': [] });
    expect(changed(changes, 'edit.redo', ['Ctrl+Shift+Z', 'Ctrl+Y'])).toEqual({ 'tool.brush': ['J'] });
    expect(keyTable({})).toEqual(defaultKeys);
    expect(drawingTable({})).toEqual(drawingKeys);
  });

  it('hold while drawing with the keyboard too, but for the keys that move the brush', () => {
    const changes: KeyChanges = { 'tool.brush': ['J'], 'tool.eraser': ['ArrowLeft'], 'slice.next': ['N'] };
    const table = drawingTable(changes);
    expect(commandOf(press('j', 'KeyJ'), 'other', table)).toBe('tool.brush');
    expect(commandOf(press('ArrowLeft', 'ArrowLeft'), 'other', table)).toBe('keyboard.left');
    expect(commandOf(press('n', 'KeyN'), 'other', table)).toBe('slice.next');
    expect(commandOf(press('ArrowDown', 'ArrowDown', { altKey: true }), 'other', table)).toBe('slice.next');
    expect(commandOf(press('ArrowDown', 'ArrowDown'), 'other', table)).toBe('keyboard.down');
  });

  it('mean while reviewing what they mean there first, and whatever else they mean where nothing is judged by them', () => {
    const space = press(' ', 'Space');
    const one = press('1', 'Digit1');
    expect([commandOf(space, 'other', keyTable({})), commandOf(space, 'other', reviewTable({}))]).toEqual(['slice.complete', 'review.accept']);
    expect([commandOf(one, 'other', keyTable({})), commandOf(one, 'other', reviewTable({}))]).toEqual(['label.1', 'review.window-1']);
    expect(commandOf(press('h', 'KeyH'), 'other', reviewTable({}))).toBe('labels.hide');
    const changes: KeyChanges = { 'review.accept': ['F8'], 'labels.hide': ['F8'], 'tool.brush': ['P'] };
    expect(commandOf(press('F8', 'F8'), 'other', reviewTable(changes))).toBe('review.accept');
    expect(commandOf(press('F8', 'F8'), 'other', keyTable(changes))).toBe('labels.hide');
    expect(commandOf(space, 'other', reviewTable(changes))).toBe('slice.complete');
    // Only another command of reviewing is in its way.
    expect(holderOf(press('p', 'KeyP'), 'review.accept', {}, 'other')).toBe('review.pin');
    expect(holderOf(press('b', 'KeyB'), 'review.accept', {}, 'other')).toBeNull();
  });

  it('of the queue come first while it is worked on, whichever way is drawn, and mean nothing else', () => {
    const at = (key: string) => press(key.toLowerCase(), `Key${key}`);
    const means = (key: string, changes: KeyChanges, drawing = false) => commandOf(at(key), 'other', queueTable(changes, drawing));
    expect(['A', 'N', 'S', 'B'].map((key) => means(key, {}))).toEqual(['queue.accept', 'queue.nothing', 'queue.skip', 'tool.brush']);
    expect(['A', 'N', 'S', 'B'].map((key) => commandOf(at(key), 'other', keyTable({})))).toEqual(['prediction.accept-slice', null, null, 'tool.brush']);
    expect(commandOf(press('ArrowLeft', 'ArrowLeft'), 'other', queueTable({}, true))).toBe('keyboard.left');
    // Given another key, it leaves its own to whoever has it otherwise; and the one that it takes is free again afterwards.
    const changes = withKey({}, 'queue.accept', at('B'), 'B', 'other');
    expect(changes).toEqual({ 'queue.accept': ['B'] });
    expect([means('A', changes), means('B', changes), means('B', changes, true)]).toEqual(['prediction.accept-slice', 'queue.accept', 'queue.accept']);
    expect(commandOf(at('B'), 'other', keyTable(changes))).toBe('tool.brush');
    expect(holderOf(at('N'), 'queue.skip', changes, 'other')).toBe('queue.nothing');
  });

  it('of a name that no command has mean nothing', () => {
    expect(keyTable({ 'tool.laser': ['Q'] })).toEqual(defaultKeys);
  });

  it('are none that the browser keeps for itself, of which the first ones are none either', () => {
    expect(isKeptByBrowser('Ctrl+W')).toBe(true);
    expect(isKeptByBrowser('Ctrl+J')).toBe(false);
    expect(commands.flatMap((command) => [...defaultKeys[command]]).filter(isKeptByBrowser)).toEqual([]);
  });
});
