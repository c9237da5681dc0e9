/** Measures labels beside the page: one request, then it is no longer needed. */
import { labelStatistics } from '#shared/regions/statistics.ts';
import type { StatisticsAnswer, StatisticsRequest } from './statistics-messages.ts';

/** What a worker has instead of a window; the page's typings know only the latter. */
const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<StatisticsRequest>) => void;
  postMessage(answer: StatisticsAnswer): void;
};
const tellEveryMs = 100;

port.onmessage = ({ data: { labels, image, grid } }) => {
  const work = labelStatistics(labels, image, grid);
  let told = performance.now();
  let step = work.next();
  for (; step.done !== true; step = work.next()) {
    if (performance.now() - told < tellEveryMs) continue;
    told = performance.now();
    port.postMessage({ kind: 'progress', share: step.value });
  }
  port.postMessage({ kind: 'done', found: step.value });
};
