/** What keys do on the review page beside what they do wherever a case is looked at. */
import { isReviewCommand } from '../../editing/key-changes.ts';
import type { Command } from '../../editing/shortcuts.ts';
import { useKeys } from '../../stores/keys.ts';
import { useToasts } from '../../stores/toasts.ts';
import type { OwnCommands } from '../annotate/use-keyboard.ts';
import type { ReviewSteps } from './use-review-steps.ts';

/** Tools with which an image is looked at. */
const looking: ReadonlySet<Command> = new Set<Command>(['tool.navigate', 'tool.window']);
const drawing = /^(tool|brush|region|measure|outline|keyboard|label\.(background|swap)|slice\.(complete|reopen|copy)|case\.(complete|reopen)|edit|prediction\.(accept|predict))/;
/** They lead through the picture that the annotate page shows of them. */
const isOfDifferences = (command: Command): boolean => command === 'difference.next' || command === 'difference.previous';
export const isDrawn = (command: Command): boolean => drawing.test(command) && !looking.has(command);

export function useReviewCommands(steps: ReviewSteps, isOpen: () => boolean): OwnCommands {
  const keys = useKeys();
  const toasts = useToasts();
  return {
    keys: () => keys.review,
    run(command) {
      if (command.startsWith('review.window-')) steps.chooseWindow(Number(command.slice('review.window-'.length)));
      else if (command === 'review.accept') void steps.accept();
      else if (command === 'review.return') steps.askPin(true);
      else if (command === 'review.pin') steps.askPin(false);
      else if (command === 'review.next') steps.next(1);
      else if (command === 'review.previous') steps.next(-1);
      else if (command === 'review.accept-case') void steps.acceptCase();
      else if (command === 'review.flip') steps.layers.key.press();
      else if (command === 'case.next') steps.openNeighbour(1);
      else if (command === 'case.previous') steps.openNeighbour(-1);
      else if (command === 'cancel') return steps.giveUpPin();
      else if (isDrawn(command)) toasts.tell({ kind: 'note', text: { word: 'palette.why.reviewing' } });
      else if (isOfDifferences(command)) toasts.tell({ kind: 'note', text: { word: 'palette.why.differences' } });
      else return false;
      return true;
    },
    end(command) {
      if (command === 'review.flip') steps.layers.key.release();
    },
    whyNot(command) {
      if (isDrawn(command)) return 'palette.why.reviewing';
      if (isOfDifferences(command)) return 'palette.why.differences';
      return isReviewCommand(command) && !isOpen() ? 'palette.why.noCase' : undefined;
    },
  };
}
