/** What keys mean on every page. Pure. */
import { commandOf, windowCommands, type KeyPress, type KeyTable, type Platform, type WindowCommand } from '../../editing/shortcuts.ts';

const ofWindow: ReadonlySet<string> = new Set(windowCommands);

/** @param typing into a field: there a letter is a letter. @returns null for keys that mean nothing here */
export function windowCommand(press: KeyPress, typing: boolean, platform: Platform, table: KeyTable): WindowCommand | null {
  const writes = press.key.length === 1 && (press.getModifierState?.('AltGraph') === true || !(press.ctrlKey || press.metaKey || press.altKey));
  if (typing && writes) return null;
  const command = commandOf(press, platform, table);
  return command !== null && ofWindow.has(command) ? command as WindowCommand : null;
}
