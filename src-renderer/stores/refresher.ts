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
