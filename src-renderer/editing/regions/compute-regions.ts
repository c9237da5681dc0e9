/** Asks the thread that computes regions; an operation that nobody waits for any more is stopped at once, with its thread. */
import type { LabelBlock } from '../paint-block.ts';
import type { Operation } from './operation.ts';
import type { RegionAnswer, RegionRequest } from './region-worker.ts';
import type { RegionScene } from './run-operation.ts';

export interface RegionComputer {
  /**
   * One at a time: a second request stops the first.
   * @returns null where nothing would change, or it was stopped
   * @throws Error where the computation failed (memory)
   */
  compute(scene: RegionScene, operation: Operation, progress: (share: number) => void): Promise<LabelBlock | null>;
  stop(): void;
}

export function createRegionComputer(): RegionComputer {
  let worker: Worker | null = null;
  let current: { readonly id: number; readonly settle: (block: LabelBlock | null) => void } | null = null;
  let lastId = 0;

  const stop = (): void => {
    if (current === null) return;
    worker?.terminate();
    worker = null;
    const { settle } = current;
    current = null;
    settle(null);
  };
  return {
    stop,
    async compute(scene, operation, progress) {
      stop();
      const running = worker ??= new Worker(new URL('./region-worker.ts', import.meta.url), { type: 'module' });
      const id = ++lastId;
      return new Promise<LabelBlock | null>((resolve, reject) => {
        const end = (act: () => void): void => {
          if (current?.id === id) current = null;
          running.onmessage = running.onerror = null;
          act();
        };
        current = { id, settle: (block) => end(() => resolve(block)) };
        running.onmessage = ({ data }: MessageEvent<RegionAnswer>) => {
          if (data.id !== id) return;
          switch (data.kind) {
            case 'progress': progress(data.share); break;
            case 'done': end(() => resolve(data.block)); break;
            case 'failed': end(() => reject(new Error(data.reason))); break;
          }
        };
        running.onerror = (event) => {
          event.preventDefault();
          running.terminate();
          if (worker === running) worker = null;
          end(() => reject(new Error(event.message)));
        };
        running.postMessage({ id, scene, operation } satisfies RegionRequest);
      });
    },
  };
}
