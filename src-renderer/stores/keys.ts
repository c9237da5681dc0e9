/** The keys that hold for this person, and how they are written beside what they do. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { changed, drawingTable, keyTable, type KeyChanges } from '../editing/key-changes.ts';
import { keyCaption, type Command } from '../editing/shortcuts.ts';
import { platform } from '../look/platform.ts';
import { usePreferences } from './preferences.ts';

export const useKeys = defineStore('keys', () => {
  const preferences = usePreferences();
  const changes = computed<KeyChanges>(() => preferences.settings.keys);
  const table = computed(() => keyTable(changes.value));
  const drawing = computed(() => drawingTable(changes.value));

  const captionsOf = (command: Command): string[] => {
    const keys = table.value[command];
    return (keys.length > 0 ? keys : drawing.value[command]).map((key) => keyCaption(key, platform));
  };
  const change = (to: KeyChanges): void => preferences.change({ keys: Object.fromEntries(Object.entries(to).map(([command, keys]) => [command, [...keys]])) });
  return {
    changes,
    table,
    drawing,
    change,
    captionsOf,
    /** E.g. `Brush (B)`; without brackets where the command has no key. */
    hint(text: string, command: Command): string {
      const [first] = captionsOf(command);
      return first === undefined ? text : `${text} (${first})`;
    },
    isChanged: (command: Command): boolean => command in changes.value,
    clear: (command: Command): void => change(changed(changes.value, command, [])),
    reset: (command: Command): void => change(Object.fromEntries(Object.entries(changes.value).filter(([name]) => name !== command))),
    resetAll: (): void => change({}),
  };
});
