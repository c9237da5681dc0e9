/**
 * One table of what keys do, and the reading of key presses against it, on any layout and platform.
 * Knows neither the page nor what the commands do.
 */

/** Keys as they are written: modifiers `Ctrl` (⌘ on a Mac), `Alt`, `Shift`, then the key's own name. */
export const defaultKeys = {
  'tool.brush': ['B'],
  'tool.eraser': ['E'],
  'tool.window': ['W'],
  'tool.navigate': ['C'],
  'tool.lasso': ['L'],
  'tool.polygon': ['P'],
  'outline.close': ['Enter'],
  'brush.smaller': ['['],
  'brush.larger': [']'],
  'label.background': ['0'],
  'label.1': ['1'],
  'label.2': ['2'],
  'label.3': ['3'],
  'label.4': ['4'],
  'label.5': ['5'],
  'label.6': ['6'],
  'label.7': ['7'],
  'label.8': ['8'],
  'label.9': ['9'],
  'label.swap': ['X'],
  'label.zoom': ['Z'],
  'slice.complete': ['Space'],
  'slice.reopen': ['Backspace'],
  'case.complete': ['Shift+Space'],
  'edit.undo': ['Ctrl+Z'],
  'edit.redo': ['Ctrl+Shift+Z', 'Ctrl+Y'],
  'slice.previous': ['ArrowUp'],
  'slice.next': ['ArrowDown'],
  'slice.first': ['Home'],
  'slice.last': ['End'],
  'slice.next-open': ['.'],
  'slice.previous-open': [','],
  'slice.next-labelled': ['Shift+ArrowDown'],
  'slice.previous-labelled': ['Shift+ArrowUp'],
  'slice.copy-next': ['Ctrl+ArrowDown'],
  'slice.copy-previous': ['Ctrl+ArrowUp'],
  'plane.next': ['V'],
  'layout.next': ['Shift+V'],
  'layout.one': ['F11'],
  'crosshair.show': ['Shift+C'],
  'view.reset': ['R'],
  'view.zoom-in': ['+', '='],
  'view.zoom-out': ['-'],
  'labels.hide': ['H'],
  'labels.outline': ['O'],
  'prediction.show': ['D'],
  'prediction.accept-slice': ['A'],
  'prediction.accept-case': ['Shift+A'],
  'case.previous': ['PageUp'],
  'case.next': ['PageDown'],
  'keyboard.draw': ['K'],
  'keyboard.left': [],
  'keyboard.right': [],
  'keyboard.up': [],
  'keyboard.down': [],
  'keyboard.pen': [],
  cancel: ['Escape'],
  'panels.toggle': ['Ctrl+B'],
  'keys.show': ['?'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Command = keyof typeof defaultKeys;
export type KeyTable = Readonly<Record<Command, readonly string[]>>;
export const commands = Object.keys(defaultKeys) as readonly Command[];

/** While a person draws with the keyboard: the arrows move the brush, and with Alt the slice. */
export const drawingKeys: KeyTable = {
  ...defaultKeys,
  'keyboard.left': ['ArrowLeft'],
  'keyboard.right': ['ArrowRight'],
  'keyboard.up': ['ArrowUp'],
  'keyboard.down': ['ArrowDown'],
  'keyboard.pen': ['Enter'],
  'outline.close': [],
  'slice.previous': ['Alt+ArrowUp'],
  'slice.next': ['Alt+ArrowDown'],
};

/** Commands that last while their key is held. */
export const heldCommands: ReadonlySet<Command> = new Set<Command>(['labels.hide']);

/** Commands that a held key repeats; others are done once. */
export const repeatedCommands: ReadonlySet<Command> = new Set<Command>([
  'brush.smaller', 'brush.larger', 'edit.undo', 'edit.redo', 'slice.previous', 'slice.next', 'view.zoom-in', 'view.zoom-out',
  'keyboard.left', 'keyboard.right', 'keyboard.up', 'keyboard.down',
]);

export type Platform = 'mac' | 'other';

/** The part of a `KeyboardEvent` that is read. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly repeat?: boolean;
  getModifierState?(name: string): boolean;
}

/**
 * The command of a key press; null where there is none, or a held key must not repeat it.
 * What the key writes counts first; where it writes no Latin letter (another script, a row of digits that
 * needs Shift) its place on the keyboard does.
 */
export function commandOf(press: KeyPress, platform: Platform, table: KeyTable = defaultKeys): Command | null {
  const written = writtenKey(press);
  const find = (key: string | null): Command | undefined =>
    key === null ? undefined : commands.find((command) => table[command].some((binding) => matches(binding, key, press, platform)));
  const found = find(written) ?? (/^[A-Z]$/.test(written) ? undefined : find(keyAtPlace(press.code)));
  if (found === undefined) return null;
  return press.repeat === true && !repeatedCommands.has(found) ? null : found;
}

/** How a binding is shown to a person. */
export function keyCaption(binding: string, platform: Platform): string {
  const { key, ctrl, alt, shift } = parse(binding);
  const shown = captions[key] ?? key;
  if (platform === 'mac') return `${ctrl ? '⌘' : ''}${alt ? '⌥' : ''}${shift ? '⇧' : ''}${shown}`;
  return [ctrl ? 'Ctrl' : '', alt ? 'Alt' : '', shift ? 'Shift' : '', shown].filter(Boolean).join('+');
}

const captions: Readonly<Record<string, string>> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', '-': '−', Escape: 'Esc',
};

function matches(binding: string, pressed: string, press: KeyPress, platform: Platform): boolean {
  const wanted = parse(binding);
  if (wanted.key !== pressed) return false;
  // On many layouts brackets are written with AltGr, which Windows reports as Ctrl and Alt.
  const isAltGraph = press.getModifierState?.('AltGraph') === true;
  const ctrl = !isAltGraph && (platform === 'mac' ? press.metaKey : press.ctrlKey);
  const other = !isAltGraph && (platform === 'mac' ? press.ctrlKey : press.metaKey);
  // A sign may need Shift to be written; where a letter or a named key is meant, Shift is another command. Option writes signs on a Mac.
  const isSign = /^[^A-Z0-9]$/.test(pressed);
  const alt = !isAltGraph && press.altKey && !(isSign && platform === 'mac');
  return ctrl === wanted.ctrl && !other && alt === wanted.alt && (isSign || isDigitByPlace(pressed, press) || press.shiftKey === wanted.shift);
}

/** A digit of a layout that writes digits with Shift: with and without it, the same key is meant. */
function isDigitByPlace(pressed: string, press: KeyPress): boolean {
  return /^[0-9]$/.test(pressed) && press.code === `Digit${pressed}` && (press.key === pressed) === press.shiftKey;
}

interface ParsedKey {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

function parse(binding: string): ParsedKey {
  const modifiers = /^(?:(?:Ctrl|Alt|Shift)\+)*/.exec(binding)![0];
  return {
    key: binding.slice(modifiers.length),
    ctrl: modifiers.includes('Ctrl'),
    alt: modifiers.includes('Alt'),
    shift: modifiers.includes('Shift'),
  };
}

function writtenKey({ key }: KeyPress): string {
  if (key === ' ') return 'Space';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** The key at this place of a keyboard with the layout of the United States, after which places are named. */
function keyAtPlace(code: string): string | null {
  const letterOrDigit = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return letterOrDigit ?? signsByPlace[code] ?? null;
}

const signsByPlace: Readonly<Record<string, string>> = {
  BracketLeft: '[', BracketRight: ']', NumpadAdd: '+', NumpadSubtract: '-', Minus: '-', Equal: '=',
};
