/**
 * Opening and closing by a ball (Serra, Image Analysis and Mathematical Morphology, 1982); erosion and dilation are
 * `shrink` and `grow`.
 */
import type { Grid, Mask, RegionWork } from './grid.ts';
import { growWithin, inBox, inRoom, reachVoxels, shrinkWithin } from './margin.ts';
import { boxOf, eachAxis, widened } from './region-box.ts';
import { stage } from './stages.ts';

/** What of the region a ball within it can reach: points and bridges thinner than the ball go. At the grid's edge the region is taken to go on. */
export function* open(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  return yield* inRoom(mask, grid, [1, 1, 1], function* (part, of) {
    const core = yield* stage(shrinkWithin(part, of, radiusMm), 0, 0.5);
    return yield* stage(growWithin(core, of, radiusMm), 0.5, 1);
  });
}

/** The region and what no ball outside it can reach: gaps narrower than the ball are filled. Beyond the grid there is nothing. */
export function* close(mask: Mask, grid: Grid, radiusMm: number): RegionWork<Mask> {
  const box = boxOf(mask, grid.size);
  if (box === null) return mask.slice();
  // Also beyond the grid, whose edge would else count as the other side of a gap; one more, so that all of what grew has an outside.
  const reach = reachVoxels(grid, radiusMm);
  const around = eachAxis((axis) => (grid.size[axis] === 1 ? 0 : reach[axis] + 1));
  return yield* inBox(mask, grid, widened(box, around), function* (part, of) {
    const grown = yield* stage(growWithin(part, of, radiusMm), 0, 0.5);
    return yield* stage(shrinkWithin(grown, of, radiusMm), 0.5, 1);
  });
}
