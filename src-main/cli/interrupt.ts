import { screenSentences } from './command-line-sentences.ts';
import { exitCodes } from './line.ts';
import type { Screen } from './screen.ts';

/**
 * Ctrl-C asks the running job to end; a second one ends this process at once, and with it the engine,
 * whose channel closes.
 */
export function listenForInterrupt(screen: Screen): AbortSignal {
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
    screen.say(screenSentences.stopping);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // The terminal was closed: what runs ends as after Ctrl-C, and the project is closed properly.
  process.on('SIGHUP', interrupt);
  return stop.signal;
}
