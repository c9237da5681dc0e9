/**
 * Keeps the small pictures that were fetched last, so that scrolling back shows them at once, and gives
 * the memory of older ones back. Fetches few at a time: a browser has six connections for everything.
 */
import { createTurns } from '../../connection/turns.ts';

export interface ShelfParts {
  readonly fetch: (path: string, signal: AbortSignal) => Promise<string>;
  readonly revoke: (address: string) => void;
  readonly mostKept: number;
  readonly mostAtOnce: number;
}

export interface PictureShelf {
  /**
   * @returns the picture's address, good until the signal is aborted and as many others were fetched
   * @throws what the fetch throws; the signal's reason where it is aborted first
   */
  take(path: string, signal: AbortSignal): Promise<string>;
}

export function createPictureShelf({ fetch, revoke, mostKept, mostAtOnce }: ShelfParts): PictureShelf {
  /** The one used last stands last. */
  const kept = new Map<string, string>();
  const inUse = new Map<string, number>();
  const turns = createTurns(mostAtOnce);

  const clear = (): void => {
    for (const [path, address] of kept) {
      if (kept.size <= mostKept) return;
      if (inUse.has(path)) continue;
      kept.delete(path);
      revoke(address);
    }
  };
  const hold = (path: string, signal: AbortSignal): void => {
    inUse.set(path, (inUse.get(path) ?? 0) + 1);
    signal.addEventListener('abort', () => {
      const users = (inUse.get(path) ?? 1) - 1;
      if (users === 0) inUse.delete(path);
      else inUse.set(path, users);
      clear();
    }, { once: true });
  };
  const keep = (path: string, address: string): string => {
    const before = kept.get(path);
    // Two rows asked at once: the second picture is the same.
    if (before !== undefined && before !== address) revoke(address);
    kept.delete(path);
    kept.set(path, before ?? address);
    clear();
    return before ?? address;
  };
  return {
    async take(path, signal) {
      const known = kept.get(path);
      if (known !== undefined) {
        hold(path, signal);
        return keep(path, known);
      }
      await turns.take();
      try {
        signal.throwIfAborted();
        const address = await fetch(path, signal);
        if (!signal.aborted) hold(path, signal);
        return keep(path, address);
      } finally {
        turns.leave();
      }
    },
  };
}
