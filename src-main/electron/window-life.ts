/** What may happen to the window while it is open: it is closed while work goes on, its page dies. */
import type { BrowserWindow } from 'electron';
import type { Busy } from '../desktop/shell-messages.ts';
import { createCrashLimit } from './crash-limit.ts';
import type { Dialogs } from './dialogs.ts';
import type { Door } from './page-rules.ts';
import { shellSentences } from './shell-sentences.ts';
import { showPage } from './window.ts';

export interface WindowCircumstances {
  readonly dialogs: Dialogs;
  readonly busy: () => Busy;
  /** Null while there is no host: its next one will load the page. */
  readonly door: () => Door | null;
  /** The log file. */
  readonly log: () => string;
  readonly onClosed: () => void;
}

export function watchWindow(window: BrowserWindow, { dialogs, busy, door, log, onClosed }: WindowCircumstances): void {
  let agreed = false;
  window.on('close', (event) => {
    if (agreed || busy().jobs === 0) return;
    event.preventDefault();
    void dialogs.askToClose(window, busy()).then((close) => {
      agreed = close;
      if (close) window.close();
    });
  });
  window.on('closed', onClosed);

  window.webContents.on('will-prevent-unload', (event) => {
    // Means: unload all the same.
    if (dialogs.askToLeave(window)) event.preventDefault();
    // Who stays is asked about the jobs again the next time.
    else agreed = false;
  });

  const limit = createCrashLimit();
  const load = (): void => {
    const open = door();
    if (open !== null) void showPage(window, open);
  };
  window.webContents.on('render-process-gone', () => {
    if (limit.died(Date.now())) {
      // After the event: while it is told, the page's process is still being cleared away.
      setImmediate(load);
      void dialogs.tell(window, shellSentences.pageDied);
      return;
    }
    void dialogs.askToTryAgain(window, null, log()).then((again) => {
      limit.forgive();
      if (again) load();
      else window.close();
    });
  });
}
