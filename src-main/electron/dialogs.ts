/** What the shell asks and tells in native dialogs. */
import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { fill, type Locale, type Sentence } from '#shared/text/sentence.ts';
import type { Busy } from '../desktop/shell-messages.ts';
import { whyNotStarted } from './host-process.ts';
import { dialogWords, shellSentences } from './shell-sentences.ts';

export interface Dialogs {
  /** Resolves when it was read. */
  tell(window: BrowserWindow | null, sentence: Sentence): Promise<void>;
  /** @returns whether to close although jobs run */
  askToClose(window: BrowserWindow, busy: Busy): Promise<boolean>;
  /** Answers at once, because the page waits for it. @returns whether to close although something is not saved */
  askToLeave(window: BrowserWindow): boolean;
  /** @param lastWords of a host that never started; null: one that keeps dying */
  askToTryAgain(window: BrowserWindow | null, lastWords: string | null, log: string): Promise<boolean>;
}

export function createDialogs(locale: () => Locale): Dialogs {
  const show = async (window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> => {
    const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
    return response;
  };
  const words = (sentence: Sentence): string => sentence[locale()];
  /** The harmless answer is the second: it is what Enter, Escape and closing the dialog mean. */
  const question = (message: Sentence, yes: Sentence, no: Sentence, detail?: Sentence): MessageBoxOptions => ({
    type: 'question', title: 'Lamina', message: words(message), buttons: [words(yes), words(no)], defaultId: 1, cancelId: 1, noLink: true,
    ...(detail === undefined ? {} : { detail: words(detail) }),
  });

  return {
    async tell(window, sentence) {
      await show(window, { type: 'info', title: 'Lamina', message: words(sentence), buttons: [words(dialogWords.ok)] });
    },
    async askToClose(window, { jobs, trainings }) {
      if (jobs === trainings) return await show(window, question(shellSentences.training, dialogWords.pauseAndClose, dialogWords.keepWorking, shellSentences.trainingKept)) === 0;
      const message = jobs === 1 ? shellSentences.oneJob : fill(shellSentences.manyJobs, { jobs });
      const detail = trainings === 0 ? shellSentences.jobsKeep : shellSentences.trainingKeeps;
      return await show(window, question(message, dialogWords.stopAndClose, dialogWords.keepWorking, detail)) === 0;
    },
    askToLeave: (window) => dialog.showMessageBoxSync(window, question(shellSentences.unsaved, dialogWords.leave, dialogWords.keepWorking)) === 0,
    async askToTryAgain(window, lastWords, log) {
      const message = lastWords === null ? fill(shellSentences.hostKeepsDying, { log }) : whyNotStarted(lastWords);
      return await show(window, { ...question(message, dialogWords.tryAgain, dialogWords.close), type: 'error', defaultId: 0 }) === 0;
    },
  };
}
