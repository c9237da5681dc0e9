/** Why a command would do nothing just now, for whoever finds it by its name. Pure. */
import { choiceOf, isChoice } from '../../editing/choice-commands.ts';
import type { Command } from '../../editing/shortcuts.ts';
import { isDrawingCommand, isReviewCommand } from '../../editing/key-changes.ts';
import type { Word } from '../../locales/use-words.ts';

export interface CommandState {
  readonly isOpen: boolean;
  readonly readOnly: boolean;
  /** Labels are looked at and judged, not changed. */
  readonly reviews: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** A line is being drawn. */
  readonly line: boolean;
  /** Something is being measured. */
  readonly draft: boolean;
  /** What a click would change is shown, or computed. */
  readonly preview: boolean;
  /** What a model predicts is compared, to be accepted. */
  readonly accepting: boolean;
  /** An earlier state is shown. */
  readonly looksBack: boolean;
  readonly stroke: boolean;
  readonly drawsByKeyboard: boolean;
  readonly hasPrediction: boolean;
  readonly hasModel: boolean;
  /** As if nobody had, and no model. */
  readonly readsBlind: boolean;
  /** Slices of the queue are worked on. */
  readonly inQueue: boolean;
}

const withoutCase: ReadonlySet<Command> = new Set<Command>([
  'tool.brush', 'tool.eraser', 'tool.window', 'tool.navigate', 'tool.lasso', 'tool.polygon', 'brush.smaller', 'brush.larger',
  'label.background', 'label.swap', 'layout.next', 'layout.one', 'crosshair.show', 'labels.hide', 'labels.outline', 'panels.toggle',
]);
const writing: ReadonlySet<Command> = new Set<Command>([
  'slice.complete', 'slice.reopen', 'case.complete', 'case.reopen', 'edit.undo', 'edit.redo', 'slice.copy-next', 'slice.copy-previous',
  'prediction.accept-slice', 'prediction.accept-case', 'keyboard.draw', 'outline.close',
]);

export function whyNot(command: Command, state: CommandState): Word | null {
  const choosesOf = isChoice(command) ? choiceOf(command).of : null;
  if (isDrawingCommand(command) && !state.drawsByKeyboard) return 'palette.why.onlyDrawing';
  if (isReviewCommand(command) && !state.reviews) return 'palette.why.onlyReview';
  if (!state.isOpen) return withoutCase.has(command) || choosesOf === 'views' ? null : 'palette.why.noCase';
  if (state.readOnly && (writing.has(command) || choosesOf === 'measure')) return state.looksBack ? 'history.backFirst' : state.reviews ? 'palette.why.reviewing' : 'palette.why.readOnly';
  switch (command) {
    case 'edit.undo': return state.canUndo ? null : 'palette.why.nothingToUndo';
    case 'edit.redo': return state.canRedo ? null : 'palette.why.nothingToRedo';
    case 'outline.close': return state.line || state.draft || state.preview ? null : 'palette.why.noLine';
    case 'cancel': return state.line || state.draft || state.preview || state.accepting || state.looksBack || state.stroke || state.drawsByKeyboard || state.inQueue ? null : 'palette.why.nothingToLeave';
    case 'prediction.show':
    case 'insight.difference':
    case 'prediction.accept-slice':
    case 'prediction.accept-case': return state.hasPrediction ? null : state.hasModel ? 'palette.why.noPrediction' : 'palette.why.noModel';
    case 'insight.uncertainty':
    case 'insight.probability':
    case 'insight.disagreement': return state.readsBlind ? 'palette.why.blind' : state.hasModel ? null : 'palette.why.noModel';
    case 'difference.next':
    case 'difference.previous': return state.readsBlind ? 'palette.why.blind' : null;
    case 'queue.accept':
    case 'queue.nothing':
    case 'queue.skip': return state.inQueue ? null : 'palette.why.onlyQueue';
    case 'prediction.predict': return state.hasModel ? null : 'palette.why.noModel';
    default: return null;
  }
}
