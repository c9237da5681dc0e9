import type { RegionWork } from '#shared/regions/grid.ts';

/** Long enough to get on, short enough for nobody to feel. */
const sliceMs = 8;

/**
 * Does work between the frames of the page.
 * @param begin `now`: with a first part before this returns, which may be all, and then `done` was called
 * @returns gives it up
 */
export function inSlices<Result>(work: RegionWork<Result>, done: (result: Result) => void, begin: 'now' | 'soon' = 'soon'): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function go(): void {
    const until = performance.now() + sliceMs;
    for (;;) {
      const step = work.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
      if (performance.now() >= until) break;
    }
    timer = setTimeout(go);
  }
  if (begin === 'now') go();
  else timer = setTimeout(go);
  return () => clearTimeout(timer);
}
