/**
 * Keys as a person changed them: the tables that follow, what a press is written as, and who has a key already.
 * Knows neither the page nor where the changes are kept.
 */
import {
  commandOf, commands, defaultKeys, drawingKeys, keyAtPlace, reviewKeys, modifiersOf, queueKeys, writtenKey,
  type Command, type KeyPress, type KeyTable, type Platform,
} from './shortcuts.ts';

/** Only commands that were changed, each with all its keys; names that nobody knows any more mean nothing. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>;

/** Commands whose keys count only while a person draws with the keyboard. */
export function isDrawingCommand(command: Command): boolean {
  return command.startsWith('keyboard.') && defaultKeys[command].length === 0;
}

/** Commands whose keys count only while a person reviews. */
export function isReviewCommand(command: Command): boolean {
  return command.startsWith('review.');
}

/** Commands whose keys count only while the queue is worked on. */
export function isQueueCommand(command: Command): boolean {
  return command in queueKeys;
}

/** A table of its own, for a while: what is of it comes before everything else. */
interface Layer {
  readonly keys: KeyTable;
  readonly owns: (command: Command) => boolean;
}
const layers: readonly Layer[] = [
  { keys: drawingKeys, owns: isDrawingCommand },
  { keys: reviewKeys, owns: isReviewCommand },
  { keys: { ...defaultKeys, ...queueKeys }, owns: isQueueCommand },
];
const [drawingLayer, reviewLayer, queueLayer] = layers as readonly [Layer, Layer, Layer];
const layerOf = (command: Command): Layer | null => layers.find(({ owns }) => owns(command)) ?? null;

/** The table while a person draws with the pointer. */
export function keyTable(changes: KeyChanges): KeyTable {
  return tableOf((command) => (layerOf(command) === null ? changes[command] ?? defaultKeys[command] : []));
}

/** The table while a person draws with the keyboard. */
export function drawingTable(changes: KeyChanges): KeyTable {
  return tableOfLayer(changes, drawingLayer);
}

/** The table while a person reviews. */
export function reviewTable(changes: KeyChanges): KeyTable {
  return tableOfLayer(changes, reviewLayer);
}

/** The table while the queue is worked on; `drawing`: with the keyboard, when what moves the brush comes before that. */
export function queueTable(changes: KeyChanges, drawing = false): KeyTable {
  const table = tableOfLayer(changes, queueLayer);
  if (!drawing) return table;
  const [under, moves] = [drawingTable(changes), commands.filter(isDrawingCommand)];
  const taken = { moves: new Set(moves.flatMap((command) => under[command])), queue: new Set(commands.filter(isQueueCommand).flatMap((command) => table[command])) };
  return tableOf((command) => {
    if (isDrawingCommand(command)) return under[command];
    if (isQueueCommand(command)) return table[command].filter((key) => !taken.moves.has(key));
    return under[command].filter((key) => !taken.queue.has(key));
  });
}

/** The table in which a command's keys count. */
export function tableOfCommand(changes: KeyChanges, command: Command): KeyTable {
  const layer = layerOf(command);
  return layer === null ? keyTable(changes) : tableOfLayer(changes, layer);
}

/** The keys that a command has from the start. */
export function firstKeysOf(command: Command): readonly string[] {
  return (layerOf(command)?.keys ?? defaultKeys)[command];
}

function tableOfLayer(changes: KeyChanges, layer: Layer): KeyTable {
  const keysOf = (command: Command): readonly string[] => changes[command] ?? layer.keys[command];
  const taken = new Set(commands.filter(layer.owns).flatMap(keysOf));
  return tableOf((command) => {
    if (layer.owns(command)) return keysOf(command);
    if (layerOf(command) !== null) return [];
    const isSpecial = layer.keys[command].join() !== defaultKeys[command].join();
    const keys = isSpecial ? [...changes[command] ?? [], ...layer.keys[command]] : keysOf(command);
    return [...new Set(keys)].filter((key) => !taken.has(key));
  });
}

function tableOf(keys: (command: Command) => readonly string[]): KeyTable {
  return Object.fromEntries(commands.map((command) => [command, keys(command)])) as unknown as KeyTable;
}

const modifierKeys = new Set(['Control', 'Shift', 'Alt', 'Meta', 'OS', 'AltGraph', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock', 'Hyper', 'Super', 'Symbol']);

/**
 * A press as a binding, so that the same press means it again.
 * @returns null where nothing can be bound: a modifier alone, Tab, which leads through the page, a key that no table can name
 */
export function bindingOf(press: KeyPress, platform: Platform): string | null {
  if (modifierKeys.has(press.key) || press.key === 'Tab') return null;
  const written = writtenKey(press);
  // Another script, an input method, or Option on a Mac writes what other keyboards cannot: there the place counts.
  const isPlain = /^[!-~]$/.test(written) || /^[A-Z][A-Za-z0-9]+$/.test(written) && !['Process', 'Dead', 'Unidentified'].includes(written);
  const key = isPlain ? written : keyAtPlace(press.code);
  if (key === null) return null;
  const { ctrl, alt, shift, other } = modifiersOf(key, press, platform);
  if (other) return null;
  return [ctrl ? 'Ctrl' : '', alt ? 'Alt' : '', shift === true ? 'Shift' : '', key].filter(Boolean).join('+');
}

/** What browsers and desktops keep for themselves: a page never hears of it, or hears of it too late. */
export function isKeptByBrowser(binding: string): boolean {
  return /^Ctrl\+(Shift\+)?[NTW]$/.test(binding) || /^(Alt\+F4|F12|F5|Ctrl\+R|Ctrl\+Shift\+[IJC]|Ctrl\+Q)$/.test(binding);
}

/** Who does something at this press already, beside the command that shall have it. */
export function holderOf(press: KeyPress, command: Command, changes: KeyChanges, platform: Platform): Command | null {
  const table = tableOfCommand(changes, command);
  const layer = layerOf(command);
  const rivals = tableOf((other) => (other !== command && (layer === null || layer.owns(other)) ? table[other] : []));
  return commandOf({ ...plain(press), repeat: false }, platform, rivals);
}

/** The press becomes the only key of the command, and of nothing else that has it now. @param binding of that press */
export function withKey(changes: KeyChanges, command: Command, press: KeyPress, binding: string, platform: Platform): KeyChanges {
  const holder = holderOf(press, command, changes, platform);
  if (holder === null) return changed(changes, command, [binding]);
  const table = tableOfCommand(changes, holder);
  const means = (key: string): boolean => commandOf({ ...plain(press), repeat: false }, platform, tableOf((other) => (other === holder ? [key] : []))) !== null;
  const without = changed(changes, holder, table[holder].filter((key) => !means(key)));
  return withKey(without, command, press, binding, platform);
}

/** @param keys those that it has from the start: then nothing is changed any more */
export function changed(changes: KeyChanges, command: Command, keys: readonly string[]): KeyChanges {
  const others = Object.fromEntries(Object.entries(changes).filter(([name]) => name !== command));
  return keys.join(' ') === firstKeysOf(command).join(' ') ? others : { ...others, [command]: [...keys] };
}

/** An event's properties lie behind it, where a copy does not find them. */
function plain(press: KeyPress): KeyPress {
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = press;
  return { key, code, ctrlKey, metaKey, shiftKey, altKey, getModifierState: (name) => press.getModifierState?.(name) === true };
}
