/**
 * Regions of a volume, and what the tools of an annotator make of them: pure functions of masks, image values and
 * places. Knows neither labels' names and colours, nor tiles and history, nor who paints.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';

/** A block of voxels with right-angled axes: i fastest, then j, then k. A slice is one voxel thick along its axis. */
export interface Grid {
  readonly size: Vec3;
  /** Between the centres of neighbours. */
  readonly spacingMm: Vec3;
}

/** A region: 1 where a voxel belongs to it, else 0; one byte a voxel of a grid. */
export type Mask = Uint8Array;

/**
 * Work on a whole volume: yields now and then how much of it is done, 0 … 1, so that whoever runs it can show that, stop
 * it or let others in between. Whoever throws it away has changed nothing: what was given stays as it was.
 */
export type RegionWork<Result> = Generator<number, Result, void>;

/** To the end without a pause, where there is nobody to wait. */
export function finish<Result>(work: RegionWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
