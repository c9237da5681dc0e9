import { describe, expect, it } from 'vitest';
import { commandOf, commands, defaultKeys, drawingKeys, keyCaption, type KeyPress, type KeyTable } from '../../../src-renderer/editing/shortcuts.ts';

const press = (key: string, code: string, change: Partial<KeyPress> = {}): KeyPress =>
  ({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change });
const altGraph = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };

describe('the table of keys', () => {
  it.each([['default', defaultKeys as KeyTable], ['drawing', drawingKeys]])('gives no key to two commands (%s)', (_, table) => {
    const all = commands.flatMap((command) => [...table[command]]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a key press', () => {
  // What browsers report for these keys on these layouts.
  it.each<[string, KeyPress, string | null]>([
    ['B, US', press('b', 'KeyB'), 'tool.brush'],
    ['B with caps lock', press('B', 'KeyB'), 'tool.brush'],
    ['Shift+B is another key', press('B', 'KeyB', { shiftKey: true }), 'tool.adaptive'],
    ['Ctrl+B is another key', press('b', 'KeyB', { ctrlKey: true }), 'panels.toggle'],
    ['Ctrl+A is the browser’s', press('a', 'KeyA', { ctrlKey: true }), null],
    ['B on a Russian layout', press('и', 'KeyB'), 'tool.brush'],
    ['A on a French layout, where it stands at Q', press('a', 'KeyQ'), 'prediction.accept-slice'],
    ['Q on a French layout, where it stands at A, does not accept', press('q', 'KeyA'), 'image.toggle'],
    ['Z on a German layout with Ctrl', press('z', 'KeyY', { ctrlKey: true }), 'edit.undo'],
    ['Ctrl+Shift+Z', press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }), 'edit.redo'],
    ['Ctrl+Y', press('y', 'KeyY', { ctrlKey: true }), 'edit.redo'],
    ['1, US', press('1', 'Digit1'), 'label.1'],
    ['1 on the number pad', press('1', 'Numpad1'), 'label.1'],
    ['1 on a French layout without Shift', press('&', 'Digit1'), 'label.1'],
    ['1 on a French layout with Shift', press('1', 'Digit1', { shiftKey: true }), 'label.1'],
    ['! on a US layout', press('!', 'Digit1', { shiftKey: true }), null],
    ['[ on a US layout', press('[', 'BracketLeft'), 'brush.smaller'],
    ['[ on a German layout: AltGr+8', press('[', 'Digit8', altGraph), 'brush.smaller'],
    ['ü on a German layout stands where [ does', press('ü', 'BracketLeft'), 'brush.smaller'],
    ['? on a US layout', press('?', 'Slash', { shiftKey: true }), 'keys.show'],
    ['? on a German layout', press('?', 'Minus', { shiftKey: true }), 'keys.show'],
    ['+ on a US layout', press('+', 'Equal', { shiftKey: true }), 'view.zoom-in'],
    ['+ on a German layout', press('+', 'BracketRight'), 'view.zoom-in'],
    ['Space', press(' ', 'Space'), 'slice.complete'],
    ['Shift+Space', press(' ', 'Space', { shiftKey: true }), 'case.complete'],
    ['Tab goes on as everywhere', press('Tab', 'Tab'), null],
    ['a key that is being composed', press('Process', 'KeyB'), 'tool.brush'],
    ['a dead key', press('Dead', 'Backquote'), null],
  ])('%s', (_, pressed, command) => {
    expect(commandOf(pressed, 'other')).toBe(command);
  });

  it('means ⌘ where others mean Ctrl on a Mac', () => {
    expect(commandOf(press('z', 'KeyZ', { metaKey: true }), 'mac')).toBe('edit.undo');
    expect(commandOf(press('z', 'KeyZ', { ctrlKey: true }), 'mac')).toBeNull();
    expect(commandOf(press('z', 'KeyZ', { metaKey: true }), 'other')).toBeNull();
    expect(commandOf(press('[', 'Digit5', { altKey: true }), 'mac')).toBe('brush.smaller');
  });

  it('that is held repeats only what may be repeated', () => {
    expect(commandOf(press('ArrowDown', 'ArrowDown', { repeat: true }), 'other')).toBe('slice.next');
    expect(commandOf(press(' ', 'Space', { repeat: true }), 'other')).toBeNull();
  });

  it('moves the brush while a person draws with the keyboard, and the slice with Alt', () => {
    expect(commandOf(press('ArrowDown', 'ArrowDown'), 'other', drawingKeys)).toBe('keyboard.down');
    expect(commandOf(press('ArrowDown', 'ArrowDown', { altKey: true }), 'other', drawingKeys)).toBe('slice.next');
    expect(commandOf(press('b', 'KeyB'), 'other', drawingKeys)).toBe('tool.brush');
  });

  it('is written as the platform writes it', () => {
    expect([keyCaption('Ctrl+Shift+Z', 'other'), keyCaption('Ctrl+Shift+Z', 'mac'), keyCaption('ArrowUp', 'other'), keyCaption('+', 'other')])
      .toEqual(['Ctrl+Shift+Z', '⌘⇧Z', '↑', '+']);
  });
});
