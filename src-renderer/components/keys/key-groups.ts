/** Every key of the window, in the groups in which a person looks for them. */
import { drawingTable, keyTable, type KeyChanges } from '../../editing/key-changes.ts';
import { keyCaption, type Command, type KeyTable, type Platform } from '../../editing/shortcuts.ts';
import type { Word } from '../../locales/use-words.ts';

export interface KeyLine {
  /** As they stand on the keys; one of them is enough. */
  readonly keys: readonly string[];
  readonly does: Word;
  /** Whose keys a person may change; none where keys are fixed, or shown a second time. */
  readonly command?: Command;
}
export interface KeyGroup {
  readonly title: Word;
  readonly lines: readonly KeyLine[];
}

/** The nine keys that choose a label are one line. */
type LabelKey = Extract<Command, `label.${number}`>;
export type NamedCommand = Exclude<Command, LabelKey>;

const drawing = {
  'keys.groups.tools': ['tool.brush', 'tool.eraser', 'tool.adaptive', 'tool.model', 'tool.lasso', 'tool.polygon', 'tool.livewire', 'tool.fill', 'tool.grow', 'outline.close', 'tool.window', 'tool.navigate', 'tool.measure', 'measure.remove', 'region.threshold', 'region.interpolate', 'region.seeds', 'region.contour', 'brush.smaller', 'brush.larger', 'keyboard.draw', 'panels.toggle'],
  'keys.groups.labels': ['label.background', 'label.swap', 'label.zoom', 'label.find', 'labels.hide', 'labels.outline'],
  'keys.groups.slices': [
    'slice.previous', 'slice.next', 'slice.first', 'slice.last', 'slice.next-open', 'slice.previous-open', 'slice.next-labelled', 'slice.previous-labelled',
    'plane.next', 'layout.next', 'layout.one', 'crosshair.show', 'view.reset', 'grey.auto', 'image.toggle', 'image.slab', 'time.previous', 'time.next', 'time.play', 'view.zoom-in', 'view.zoom-out', 'case.previous', 'case.next', 'case.note',
  ],
  'keys.groups.work': [
    'slice.copy-next', 'slice.copy-previous', 'slice.complete', 'slice.reopen', 'case.complete', 'case.reopen', 'edit.undo', 'edit.redo', 'cancel',
    'prediction.show', 'prediction.predict', 'prediction.accept-slice', 'prediction.accept-case',
  ],
  'keys.groups.window': ['palette.show', 'keys.show', 'settings.show', 'guide.show', 'page.cases', 'page.annotate', 'page.train', 'page.export'],
} as const satisfies Partial<Record<Word, readonly NamedCommand[]>>;

const withTheKeyboard = [
  'keyboard.left', 'keyboard.right', 'keyboard.up', 'keyboard.down', 'keyboard.pen', 'slice.previous', 'slice.next',
] as const satisfies readonly NamedCommand[];

/** Commands that the groups show; a test holds this to be all of them. */
export const commandsShown: readonly Command[] = [...Object.values(drawing).flat(), ...withTheKeyboard];

export const isNamed = (command: Command): command is NamedCommand => !/^label\.\d$/.test(command);

export function keyGroups(platform: Platform, changes: KeyChanges = {}): KeyGroup[] {
  const [usual, whileDrawing] = [keyTable(changes), drawingTable(changes)];
  const captions = (command: Command, table: KeyTable): string[] => table[command].map((key) => keyCaption(key, platform));
  const lineOf = (command: NamedCommand): KeyLine => ({ keys: captions(command, usual), does: `keys.commands.${command}`, command });
  const groups = Object.entries(drawing).map(([title, commands]): KeyGroup => ({ title: title as keyof typeof drawing, lines: (commands as readonly NamedCommand[]).map(lineOf) }));
  const byNumber = ([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).flatMap((n) => captions(`label.${n}`, usual));
  const pickLabel: KeyLine = { keys: byNumber.join('') === '123456789' ? ['1–9'] : byNumber, does: 'keys.pickLabel' };
  const drawingLines = withTheKeyboard.map((command): KeyLine => ({
    keys: captions(command, whileDrawing),
    does: `keys.commands.${command}`,
    ...(command.startsWith('keyboard.') ? { command } : {}),
  }));
  return [
    ...groups.map((group) => (group.title === 'keys.groups.labels' ? { ...group, lines: [pickLabel, ...group.lines] } : group)),
    { title: 'keys.groups.drawing', lines: drawingLines },
    {
      title: 'keys.groups.volume',
      lines: [
        { keys: ['↑', '↓', '←', '→'], does: 'keys.volume.turn' },
        { keys: [keyCaption('Ctrl+ArrowRight', platform)], does: 'keys.volume.quarter' },
        { keys: [keyCaption('Shift+ArrowRight', platform)], does: 'keys.volume.move' },
        { keys: ['1', '2', '3', '4', '5', '6'], does: 'keys.volume.side' },
        { keys: ['Home'], does: 'keys.volume.whole' },
        { keys: ['Enter'], does: 'keys.volume.pick' },
      ],
    },
    {
      title: 'keys.groups.table',
      lines: [
        { keys: ['↑', '↓', 'PageUp', 'PageDown'], does: 'keys.move' },
        { keys: ['Enter'], does: 'keys.openCase' },
        { keys: captions('case.note', usual), does: 'keys.commands.case.note' },
        { keys: ['Delete'], does: 'keys.removeCase' },
        { keys: ['/'], does: 'keys.find' },
      ],
    },
  ];
}
