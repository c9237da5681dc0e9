/** Asks the thread that finds wires. */
import type { SliceImage } from '#shared/regions/edge-features.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { Spot, WireAnswer, WireChoice, WireRequest } from './wire-messages.ts';

export interface WireFinder {
  /** From now on wires lie in this slice. */
  setSlice(image: SliceImage, choice: WireChoice): void;
  /** @returns null where the thread failed or was ended: there is no wire then, but a straight line is always one */
  find(from: Spot, to: Spot): Promise<Path | null>;
  dispose(): void;
}

export function createWireFinder(): WireFinder {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, (path: Path | null) => void>();

  const end = (): void => {
    worker?.terminate();
    worker = null;
    for (const settle of waiting.values()) settle(null);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./wire-worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data: { id, path } }: MessageEvent<WireAnswer>) => {
      waiting.get(id)?.(path);
      waiting.delete(id);
    };
    started.onerror = (event) => {
      event.preventDefault();
      console.error(event.message);
      end();
    };
    return started;
  };
  return {
    setSlice(image, choice) {
      worker ??= start();
      worker.postMessage({ kind: 'slice', image, choice } satisfies WireRequest);
    },
    find(from, to) {
      const asked = worker;
      if (asked === null) return Promise.resolve(null);
      const id = ++lastId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        asked.postMessage({ kind: 'wire', id, from, to } satisfies WireRequest);
      });
    },
    dispose: end,
  };
}
