import type { RegionWork } from './grid.ts';

/** Work as a part of longer work: what it reports as 0 … 1 lies between two shares of the whole. */
export function* stage<Result>(work: RegionWork<Result>, from: number, to: number): RegionWork<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + (to - from) * step.value;
  }
}
