/**
 * One table of what keys do, and the reading of key presses against it, on any layout and platform.
 * Knows neither the page nor what the commands do.
 */
import { choiceKeys } from './choice-commands.ts';

/** Keys as they are written: modifiers `Ctrl` (⌘ on a Mac), `Alt`, `Shift`, then the key's own name. */
export const defaultKeys = {
  'tool.brush': ['B'],
  'tool.eraser': ['E'],
  'tool.window': ['W'],
  'tool.navigate': ['C'],
  'tool.lasso': ['L'],
  'tool.polygon': ['P'],
  'tool.livewire': ['Shift+L'],
  'tool.adaptive': ['Shift+B'],
  'tool.model': ['Shift+D'],
  'tool.fill': ['F'],
  'tool.grow': ['G'],
  'tool.measure': ['M'],
  ...choiceKeys,
  'region.threshold': ['T'],
  'region.interpolate': ['I'],
  'outline.close': ['Enter'],
  'brush.smaller': ['['],
  'brush.larger': [']'],
  'measure.remove': ['Delete'],
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
  'label.find': ['/'],
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
  'difference.next': ['J'],
  'difference.previous': ['Shift+J'],
  'slice.copy-next': ['Ctrl+ArrowDown'],
  'slice.copy-previous': ['Ctrl+ArrowUp'],
  'plane.next': ['V'],
  'layout.next': ['Shift+V'],
  'layout.one': ['F11'],
  'crosshair.show': ['Shift+C'],
  'view.reset': ['R'],
  'view.zoom-in': ['+', '='],
  'view.zoom-out': ['-'],
  'image.toggle': ['Q'],
  'image.slab': ['Shift+M'],
  'time.previous': ['Ctrl+ArrowLeft'],
  'time.next': ['Ctrl+ArrowRight'],
  'time.play': [],
  'labels.hide': ['H'],
  'labels.outline': ['O'],
  'prediction.show': ['D'],
  'prediction.accept-slice': ['A'],
  'prediction.accept-case': ['Shift+A'],
  'insight.uncertainty': ['U'],
  'insight.difference': ['Shift+U'],
  'insight.probability': [],
  'insight.disagreement': [],
  'case.previous': ['PageUp'],
  'case.next': ['PageDown'],
  'case.note': ['Shift+N'],
  'keyboard.draw': ['K'],
  'keyboard.left': [],
  'keyboard.right': [],
  'keyboard.up': [],
  'keyboard.down': [],
  'keyboard.pen': [],
  'review.accept': [],
  'review.return': [],
  'review.pin': [],
  'review.next': [],
  'review.previous': [],
  'review.accept-case': [],
  'review.flip': [],
  'review.window-1': [],
  'review.window-2': [],
  'review.window-3': [],
  'review.window-4': [],
  'review.window-5': [],
  'review.window-6': [],
  'review.window-7': [],
  'review.window-8': [],
  'review.window-9': [],
  'queue.work': ['Shift+S'],
  'queue.accept': [],
  'queue.nothing': [],
  'queue.skip': [],
  cancel: ['Escape'],
  'panels.toggle': ['Ctrl+B'],
  'case.reopen': [],
  'prediction.predict': [],
  'grey.auto': [],
  'keys.show': ['?'],
  'palette.show': ['Ctrl+K'],
  'settings.show': ['Ctrl+,'],
  'guide.show': [],
  'person.sign-in': [],
  'page.cases': ['Alt+1'],
  'page.annotate': ['Alt+2'],
  'page.train': ['Alt+3'],
  'page.review': ['Alt+4'],
  'page.export': ['Alt+5'],
  'page.readings': ['Alt+6'],
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
  'outline.close': ['Ctrl+Enter'],
  'slice.previous': ['Alt+ArrowUp'],
  'slice.next': ['Alt+ArrowDown'],
};

/**
 * While a person reviews. What confirms a slice there confirms it here; digits choose windows, since nothing is drawn.
 */
export const reviewKeys: KeyTable = {
  ...defaultKeys,
  'review.accept': ['A', 'Space'],
  'review.return': ['Backspace'],
  'review.pin': ['P'],
  'review.next': ['.'],
  'review.previous': [','],
  'review.accept-case': ['Shift+Space'],
  'review.flip': ['F'],
  'review.window-1': ['1'],
  'review.window-2': ['2'],
  'review.window-3': ['3'],
  'review.window-4': ['4'],
  'review.window-5': ['5'],
  'review.window-6': ['6'],
  'review.window-7': ['7'],
  'review.window-8': ['8'],
  'review.window-9': ['9'],
  'grey.auto': ['0'],
};

/** Only while slices of the queue are worked on, and then before all other commands. */
export const queueKeys = {
  'queue.accept': ['A'],
  'queue.nothing': ['N'],
  'queue.skip': ['S'],
} as const satisfies Partial<Record<Command, readonly string[]>>;

/** What works on every page; everything else is the annotate page's, or the review page's. */
export const windowCommands = [
  'keys.show', 'palette.show', 'settings.show', 'guide.show', 'person.sign-in', 'queue.work', 'page.cases', 'page.annotate', 'page.train', 'page.review', 'page.export', 'page.readings',
] as const satisfies readonly Command[];
export type WindowCommand = (typeof windowCommands)[number];

/** Commands that last while their key is held. */
export const heldCommands: ReadonlySet<Command> = new Set<Command>(['labels.hide', 'image.toggle', 'insight.uncertainty', 'review.flip']);

/** Commands that a held key repeats; others are done once. */
export const repeatedCommands: ReadonlySet<Command> = new Set<Command>([
  'brush.smaller', 'brush.larger', 'edit.undo', 'edit.redo', 'slice.previous', 'slice.next', 'time.previous', 'time.next', 'view.zoom-in', 'view.zoom-out',
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
  const held = modifiersOf(pressed, press, platform);
  return held.ctrl === wanted.ctrl && !held.other && held.alt === wanted.alt && (held.shift === null || held.shift === wanted.shift);
}

export interface HeldModifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** Null: needed to write the sign, so that it says nothing. */
  readonly shift: boolean | null;
  /** One that no binding has. */
  readonly other: boolean;
}

/** Modifiers as bindings name them. @param pressed what the press is taken for */
export function modifiersOf(pressed: string, press: KeyPress, platform: Platform): HeldModifiers {
  // On many layouts brackets are written with AltGr, which Windows reports as Ctrl and Alt.
  const isAltGraph = press.getModifierState?.('AltGraph') === true;
  // A sign may need Shift to be written; where a letter or a named key is meant, Shift is another command. Option writes signs on a Mac.
  const isSign = /^[^A-Z0-9]$/.test(pressed);
  return {
    ctrl: !isAltGraph && (platform === 'mac' ? press.metaKey : press.ctrlKey),
    other: !isAltGraph && (platform === 'mac' ? press.ctrlKey : press.metaKey),
    alt: !isAltGraph && press.altKey && !(isSign && platform === 'mac'),
    shift: isSign || isDigitByPlace(pressed, press) ? null : press.shiftKey,
  };
}

/** A digit of a layout that writes digits with Shift: with and without it, the same key is meant. */
function isDigitByPlace(pressed: string, press: KeyPress): boolean {
  return /^[0-9]$/.test(pressed) && press.code === `Digit${pressed}` && (press.key === pressed) === press.shiftKey;
}

export interface ParsedKey {
  readonly key: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export function parse(binding: string): ParsedKey {
  const modifiers = /^(?:(?:Ctrl|Alt|Shift)\+)*/.exec(binding)![0];
  return {
    key: binding.slice(modifiers.length),
    ctrl: modifiers.includes('Ctrl'),
    alt: modifiers.includes('Alt'),
    shift: modifiers.includes('Shift'),
  };
}

/** What the key writes, as bindings name it. */
export function writtenKey({ key }: KeyPress): string {
  if (key === ' ') return 'Space';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** The key at this place of a keyboard with the layout of the United States, after which places are named. */
export function keyAtPlace(code: string): string | null {
  const letterOrDigit = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return letterOrDigit ?? signsByPlace[code] ?? null;
}

const signsByPlace: Readonly<Record<string, string>> = {
  BracketLeft: '[', BracketRight: ']', NumpadAdd: '+', NumpadSubtract: '-', Minus: '-', Equal: '=',
};
