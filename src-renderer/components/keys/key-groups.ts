/** Every key of the window, in the groups in which a person looks for them. */
import { drawingTable, isQueueCommand, isReviewCommand, keyTable, queueTable, reviewTable, type KeyChanges } from '../../editing/key-changes.ts';
import { choicesOf } from '../../editing/choice-commands.ts';
import { commands, keyCaption, type Command, type KeyTable, type Platform } from '../../editing/shortcuts.ts';
import type { Word } from '../../locales/use-words.ts';
import { listTitles, wordOf } from './command-words.ts';

export interface KeyLine {
  /** As they stand on the keys; one of them is enough. */
  readonly keys: readonly string[];
  readonly does: Word;
  readonly values?: { readonly n: number };
  /** Whose keys a person may change; none where keys are fixed, or shown a second time. */
  readonly command?: Command;
}
export interface KeyGroup {
  readonly title: Word;
  readonly lines: readonly KeyLine[];
}

const drawing = {
  'keys.groups.tools': ['tool.brush', 'tool.eraser', 'tool.adaptive', 'tool.model', 'tool.lasso', 'tool.polygon', 'tool.livewire', 'tool.fill', 'tool.grow', 'outline.close', 'tool.window', 'tool.navigate', 'tool.measure', 'measure.remove', 'brush.smaller', 'brush.larger', 'keyboard.draw', 'panels.toggle'],
  'keys.groups.labels': ['label.1', 'label.2', 'label.3', 'label.4', 'label.5', 'label.6', 'label.7', 'label.8', 'label.9', 'label.background', 'label.swap', 'label.zoom', 'label.find', 'labels.hide', 'labels.outline'],
  [listTitles.region]: choicesOf('region'),
  [listTitles.measure]: choicesOf('measure'),
  'keys.groups.slices': [
    'slice.previous', 'slice.next', 'slice.first', 'slice.last', 'slice.next-open', 'slice.previous-open', 'difference.next', 'difference.previous', 'slice.next-labelled', 'slice.previous-labelled',
    'plane.next', 'layout.next', 'layout.one', 'crosshair.show', 'view.reset', 'grey.auto', 'image.toggle', 'image.slab', 'time.previous', 'time.next', 'time.play', 'view.zoom-in', 'view.zoom-out', 'case.previous', 'case.next', 'case.note',
  ],
  [listTitles.views]: choicesOf('views'),
  'keys.groups.work': [
    'slice.copy-next', 'slice.copy-previous', 'slice.complete', 'slice.reopen', 'case.complete', 'case.reopen', 'edit.undo', 'edit.redo', 'cancel',
    'prediction.show', 'insight.uncertainty', 'insight.difference', 'insight.probability', 'insight.disagreement', 'prediction.predict', 'prediction.accept-slice', 'prediction.accept-case',
  ],
  'keys.groups.queue': ['queue.work', 'queue.accept', 'queue.nothing', 'queue.skip'],
  'keys.groups.window': ['palette.show', 'keys.show', 'settings.show', 'guide.show', 'person.sign-in', 'page.cases', 'page.annotate', 'page.train', 'page.review', 'page.readings', 'page.export'],
} as const satisfies Partial<Record<Word, readonly Command[]>>;

const withTheKeyboard = [
  'keyboard.left', 'keyboard.right', 'keyboard.up', 'keyboard.down', 'keyboard.pen', 'slice.previous', 'slice.next',
] as const satisfies readonly Command[];

const reviewing: readonly Command[] = [...commands.filter(isReviewCommand), 'grey.auto'];

/** Commands that the groups show; a test holds this to be all of them. */
export const commandsShown: readonly Command[] = [...Object.values(drawing).flat(), ...withTheKeyboard, ...reviewing];

export function keyGroups(platform: Platform, changes: KeyChanges = {}): KeyGroup[] {
  const [usual, whileDrawing, whileReviewing, inQueue] = [keyTable(changes), drawingTable(changes), reviewTable(changes), queueTable(changes)];
  const captions = (command: Command, table: KeyTable): string[] => table[command].map((key) => keyCaption(key, platform));
  const lineOf = (command: Command, table = usual, mayChange = true): KeyLine => {
    const { word: does, ...values } = wordOf(command);
    return { keys: captions(command, table), does, ...values, ...(mayChange ? { command } : {}) };
  };
  const groups = Object.entries(drawing).map(([title, commands]): KeyGroup => ({ title: title as keyof typeof drawing, lines: (commands as readonly Command[]).map((command) => lineOf(command, isQueueCommand(command) ? inQueue : usual)) }));
  const drawingLines = withTheKeyboard.map((command): KeyLine => ({
    keys: captions(command, whileDrawing),
    does: `keys.commands.${command}`,
    ...(command.startsWith('keyboard.') ? { command } : {}),
  }));
  return [
    ...groups,
    { title: 'keys.groups.drawing', lines: drawingLines },
    { title: 'keys.groups.review', lines: reviewing.map((command) => lineOf(command, whileReviewing, isReviewCommand(command))) },
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
        { keys: ['↑', '←', '→', 'Enter'], does: 'keys.sort' },
        { keys: captions('case.note', usual), does: 'keys.commands.case.note' },
        { keys: ['Delete'], does: 'keys.removeCase' },
        { keys: ['/'], does: 'keys.find' },
      ],
    },
  ];
}
