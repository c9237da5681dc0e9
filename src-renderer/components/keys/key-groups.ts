/** Every key of the window, in the groups in which a person looks for them. */
import { defaultKeys, drawingKeys, keyCaption, type Command, type KeyTable, type Platform } from '../../editing/shortcuts.ts';
import type { Word } from '../../locales/use-words.ts';

export interface KeyLine {
  /** As they stand on the keys; one of them is enough. */
  readonly keys: readonly string[];
  readonly does: Word;
}
export interface KeyGroup {
  readonly title: Word;
  readonly lines: readonly KeyLine[];
}

/** The nine keys that choose a label are one line. */
type LabelKey = Extract<Command, `label.${number}`>;
type NamedCommand = Exclude<Command, LabelKey | 'keys.show'>;

const drawing = {
  'keys.groups.tools': ['tool.brush', 'tool.eraser', 'tool.lasso', 'tool.polygon', 'outline.close', 'tool.window', 'tool.navigate', 'brush.smaller', 'brush.larger', 'keyboard.draw', 'panels.toggle'],
  'keys.groups.labels': ['label.background', 'label.swap', 'label.zoom', 'labels.hide', 'labels.outline'],
  'keys.groups.slices': [
    'slice.previous', 'slice.next', 'slice.first', 'slice.last', 'slice.next-open', 'slice.previous-open', 'slice.next-labelled', 'slice.previous-labelled',
    'plane.next', 'layout.next', 'layout.one', 'crosshair.show', 'view.reset', 'view.zoom-in', 'view.zoom-out', 'case.previous', 'case.next',
  ],
  'keys.groups.work': [
    'slice.copy-next', 'slice.copy-previous', 'slice.complete', 'slice.reopen', 'case.complete', 'edit.undo', 'edit.redo', 'cancel',
    'prediction.show', 'prediction.accept-slice', 'prediction.accept-case',
  ],
} as const satisfies Partial<Record<Word, readonly NamedCommand[]>>;

const withTheKeyboard = [
  'keyboard.left', 'keyboard.right', 'keyboard.up', 'keyboard.down', 'keyboard.pen', 'slice.previous', 'slice.next',
] as const satisfies readonly NamedCommand[];

/** Commands that the groups show; a test holds this to be all of them. */
export const commandsShown: readonly Command[] = [...Object.values(drawing).flat(), ...withTheKeyboard];

export function keyGroups(platform: Platform): KeyGroup[] {
  const caption = (binding: string): string => keyCaption(binding, platform);
  const lineOf = (command: NamedCommand, table: KeyTable = defaultKeys): KeyLine => ({ keys: table[command].map(caption), does: `keys.commands.${command}` });
  const groups = Object.entries(drawing).map(([title, commands]): KeyGroup => ({ title: title as keyof typeof drawing, lines: commands.map((command) => lineOf(command)) }));
  const labels = groups.find(({ title }) => title === 'keys.groups.labels')!;
  return [
    ...groups.map((group) => (group === labels ? { ...group, lines: [{ keys: ['1–9'], does: 'keys.pickLabel' as const }, ...labels.lines] } : group)),
    { title: 'keys.groups.drawing', lines: withTheKeyboard.map((command) => lineOf(command, drawingKeys)) },
    {
      title: 'keys.groups.table',
      lines: [
        { keys: ['↑', '↓', 'PageUp', 'PageDown'], does: 'keys.move' },
        { keys: ['Enter'], does: 'keys.openCase' },
        { keys: ['Delete'], does: 'keys.removeCase' },
        { keys: ['/'], does: 'keys.find' },
      ],
    },
    {
      title: 'keys.groups.window',
      lines: [
        { keys: [caption('?')], does: 'keys.showKeys' },
        { keys: [caption('Ctrl+,')], does: 'keys.settings' },
        { keys: [caption('Alt+1'), '2', '3', '4'], does: 'keys.pages' },
      ],
    },
  ];
}
