/** Keeps a host running: starts it, starts it again when it died, and asks the person where that does not help. */
import type { CrashLimit } from './crash-limit.ts';
import type { HostProcess, Ready } from './host-process.ts';

export interface HostWatchOptions {
  /** @param port where an earlier host was: the page is there, with what it has not sent yet; null: a free one */
  readonly start: (port: number | null) => HostProcess;
  readonly limit: CrashLimit;
  readonly now: () => number;
  /** The door is open. @param again whether an earlier host died */
  readonly onReady: (ready: Ready, again: boolean) => void;
  readonly onDied: () => void;
  /** Whether to try again. @param lastWords of a host that never opened its door; null: it opened it and died, several times in a row */
  readonly ask: (lastWords: string | null) => Promise<boolean>;
}

export interface HostWatch {
  /** The host that lives now. */
  readonly current: () => HostProcess | null;
  readonly end: () => Promise<void>;
  /** Resolves when no host will be started any more. */
  readonly over: Promise<void>;
}

export function watchHost({ start, limit, now, onReady, onDied, ask }: HostWatchOptions): HostWatch {
  let current: HostProcess | null = null;
  let ending = false;

  const over = (async () => {
    let again = false;
    let port: number | null = null;
    while (!ending) {
      const host = start(port);
      current = host;
      const ready = await Promise.race([host.ready, host.ended.then(() => null)]);
      if (ready !== null) onReady(ready, again);
      const lastWords = await host.ended;
      current = null;
      if (ending) return;
      if (ready !== null) onDied();
      again = true;
      if (ready === null && port !== null) {
        // Somebody else may have taken the port meanwhile.
        port = null;
        continue;
      }
      port = ready?.port ?? null;
      if (ready !== null && limit.died(now())) continue;
      if (!await ask(ready === null ? lastWords : null)) return;
      limit.forgive();
    }
  })();

  return {
    current: () => current,
    over,
    async end() {
      ending = true;
      await current?.end();
    },
  };
}
