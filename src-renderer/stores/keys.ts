/** The keys that hold for this person, and how they are written beside what they do. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { changed, drawingTable, keyTable, queueTable, reviewTable, tableOfCommand, type KeyChanges } from '../editing/key-changes.ts';
import { keyCaption, type Command, type KeyTable } from '../editing/shortcuts.ts';
import { platform } from '../look/platform.ts';
import { usePreferences } from './preferences.ts';

export const useKeys = defineStore('keys', () => {
  const preferences = usePreferences();
  const changes = computed<KeyChanges>(() => preferences.settings.keys);
  const table = computed(() => keyTable(changes.value));
  const drawing = computed(() => drawingTable(changes.value));
  const inQueue = computed(() => queueTable(changes.value));
  const drawingInQueue = computed(() => queueTable(changes.value, true));
  const review = computed(() => reviewTable(changes.value));

  const captionsIn = (of: KeyTable, command: Command): string[] => of[command].map((key) => keyCaption(key, platform));
  const captionsOf = (command: Command): string[] => captionsIn(tableOfCommand(changes.value, command), command);
  const first = (captions: readonly string[]): string => captions[0] ?? '–';
  const hinted = (text: string, [key]: readonly string[]): string => (key === undefined ? text : `${text} (${key})`);
  const change = (to: KeyChanges): void => preferences.change({ keys: Object.fromEntries(Object.entries(to).map(([command, keys]) => [command, [...keys]])) });
  return {
    changes,
    table,
    drawing,
    review,
    inQueue,
    drawingInQueue,
    change,
    captionsOf,
    /** For a sentence: the first key of each command, `–` where it has none. */
    spoken: (...of: readonly Command[]): string => of.map((command) => first(captionsOf(command))).join(' '),
    /** The same while a person draws with the keyboard. */
    spokenInDrawing: (...of: readonly Command[]): string => of.map((command) => first(captionsIn(drawing.value, command))).join(' '),
    /** E.g. `Brush (B)`; without brackets where the command has no key. */
    hint: (text: string, command: Command): string => hinted(text, captionsOf(command)),
    /** The same while a person draws with the keyboard. */
    hintInDrawing: (text: string, command: Command): string => hinted(text, captionsIn(drawing.value, command)),
    /** The same while a person reviews. */
    hintInReview: (text: string, command: Command): string => hinted(text, captionsIn(review.value, command)),
    isChanged: (command: Command): boolean => command in changes.value,
    clear: (command: Command): void => change(changed(changes.value, command, [])),
    reset: (command: Command): void => change(Object.fromEntries(Object.entries(changes.value).filter(([name]) => name !== command))),
    resetAll: (): void => change({}),
  };
});
