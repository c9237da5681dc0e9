import type { ValueRange } from '#shared/regions/threshold.ts';
import { paintBlock, type LabelBlock, type PaintingRules } from '../paint-block.ts';
import { tileGrid } from '../tile-grid.ts';
import type { RegionScene } from './scene.ts';

/** The rules of painting, as they travel: the gate is about the scene's image. */
export interface RulesOnTheWay extends Pick<PaintingRules, 'kept' | 'notErased'> {
  readonly gate: ValueRange | null;
}

/** Labels as they would be. */
export interface Preview {
  readonly labels: Uint8Array;
  /** That are others than now. */
  readonly voxels: number;
}

/** @returns null where the rules leave nothing of a block */
export function previewOf({ grid: { size }, labels, image }: RegionScene, block: LabelBlock, { kept, notErased, gate }: RulesOnTheWay): Preview | null {
  const after = labels.slice();
  paintBlock(after, tileGrid(size), block, { kept, notErased, gate: gate && { ...gate, voxels: image } });
  const { first, last } = block.box;
  let voxels = 0;
  for (let k = first[2]; k <= last[2]; k += 1) {
    for (let j = first[1]; j <= last[1]; j += 1) {
      const row = size[0] * (j + size[1] * k);
      for (let at = row + first[0]; at <= row + last[0]; at += 1) if (after[at] !== labels[at]) voxels += 1;
    }
  }
  return voxels === 0 ? null : { labels: after, voxels };
}
