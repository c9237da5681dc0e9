import type { SurfaceWorker } from './surface-messages.ts';

/** A file of the page's own, as its policy demands. Written in one piece: the bundler knows a worker by these words. */
export function startSurfaceWorker(): SurfaceWorker {
  return new Worker(new URL('./surface-worker.ts', import.meta.url), { type: 'module' });
}
