/**
 * Asks again when told, but never twice at once: what is asked for while an answer is under way is
 * asked once more after it. A stroke a second must not pile up questions at the host.
 */
export function createRefresher(ask: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running = ask().finally(() => { running = null; });
    return running;
  };
  return () => {
    if (running === null) return run();
    again ??= running.then(() => {
      again = null;
      return run();
    });
    return again;
  };
}

/**
 * Told of each change, asks once for all of them: soon after the first, however many follow, and for no more than a tenth of the time,
 * since whoever answers has others to serve.
 * @param ask never rejects
 */
export function createCalmRefresher(ask: () => Promise<void>, soonMs: number): { readonly changed: () => void; readonly end: () => void } {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let tookMs = 0;
  return {
    changed() {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        const begun = performance.now();
        void ask().finally(() => { tookMs = performance.now() - begun; });
      }, Math.max(soonMs, 9 * tookMs));
    },
    end: () => clearTimeout(waiting),
  };
}
