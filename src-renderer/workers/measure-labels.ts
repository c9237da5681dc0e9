import type { RegionStatistics } from '#shared/regions/statistics.ts';
import type { StatisticsAnswer, StatisticsRequest } from './statistics-messages.ts';

/**
 * All labels of a volume at once, in a thread of their own that ends with the answer.
 * @param signal ends the thread at once
 * @returns values as they are stored; null where it was stopped
 * @throws Error where the thread failed (memory)
 */
export function measureLabels(request: StatisticsRequest, progress: (share: number) => void, signal: AbortSignal): Promise<ReadonlyMap<number, RegionStatistics> | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null);
    // A file of the page's own, as its policy demands. Written in one piece: the bundler knows a worker by these words.
    const worker = new Worker(new URL('./statistics-worker.ts', import.meta.url), { type: 'module' });
    const end = (act: () => void) => (): void => {
      worker.terminate();
      signal.removeEventListener('abort', stop);
      act();
    };
    const stop = end(() => resolve(null));
    signal.addEventListener('abort', stop);
    worker.onmessage = ({ data }: MessageEvent<StatisticsAnswer>) => {
      if (data.kind === 'progress') progress(data.share);
      else end(() => resolve(data.found))();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(() => reject(new Error(event.message)))();
    };
    worker.postMessage(request);
  });
}
