/** Scissors in 3D: erases along the direction of view what is seen inside a line that was drawn on the screen, or all else. */
import type { RegionWork } from '#shared/regions/grid.ts';
import type { Projection } from '#shared/regions/projection.ts';
import { boxOf, cutOut } from '#shared/regions/region-box.ts';
import { cutThrough } from '#shared/regions/scissors.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../paint-block.ts';
import type { RegionScene } from './run-operation.ts';

export interface CutAway {
  readonly kind: 'cut-away';
  /** On the plane that the projection leads to; closed by itself. */
  readonly ring: Path;
  readonly projection: Projection;
  readonly side: 'inside' | 'outside';
  /** Of the label that is worked on, or of all that are not locked. */
  readonly from: 'label' | 'all';
}

/** @returns null where nothing would change */
export function* cutAway({ grid, labels, label, free }: Pick<RegionScene, 'grid' | 'labels' | 'label' | 'free'>, { ring, projection, side, from }: CutAway): RegionWork<LabelBlock | null> {
  const where = yield* cutThrough(grid, [ring], projection);
  const taken = side === 'inside' ? 1 : 0;
  const gives = new Uint8Array(256);
  for (const one of from === 'all' ? free : [label]) gives[one] = 1;
  for (let at = 0; at < where.length; at += 1) where[at] = where[at] === taken ? gives[labels[at]!]! : 0;
  const box = boxOf(where, grid.size);
  return box && { box, where: cutOut(where, grid.size, box), label: 0 };
}
