import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Brush } from '#shared/labels/brush.ts';
import { offsetOf, readTile } from '#shared/labels/tile-layout.ts';
import type { TileGrid, TileKey } from './tile-grid.ts';

/** What a tool found: which voxels of a box become which label. */
export interface LabelBlock {
  readonly box: VoxelBox;
  /** Of the box, i fastest: 1 where a voxel changes. */
  readonly where: Uint8Array;
  /** One label for all of them, 0 to erase; or one for each voxel of the box. */
  readonly label: number | Uint8Array;
}

/** What holds for every tool. */
export interface PaintingRules extends Pick<Brush, 'kept' | 'gate'> {
  /** 1 for labels that stay where a block erases; others than those that are not painted over. */
  readonly notErased: Uint8Array;
}

/**
 * Writes a block into the labels: but for kept labels and voxels outside the gate.
 * @param before gets the tiles that changed, as they were; those that it has already are as they were before that
 * @returns it
 * @throws RangeError where box and voxels do not fit
 */
export function paintBlock(labels: Uint8Array, grid: TileGrid, { box, where, label }: LabelBlock, { kept, gate, notErased }: PaintingRules, before = new Map<TileKey, Uint8Array>()): ReadonlyMap<TileKey, Uint8Array> {
  const { first, last } = box;
  const [width, height, depth] = [last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1];
  const voxels = width * height * depth;
  if (where.length !== voxels || (typeof label !== 'number' && label.length !== voxels)) throw new RangeError('box and voxels do not fit');
  grid.eachIn(Int32Array.of(...first, ...last), (key) => {
    const tile = grid.rectangleOf(key);
    const [left, right] = [Math.max(tile.i, first[0]), Math.min(tile.i + tile.width - 1, last[0])];
    const [top, bottom] = [Math.max(tile.j, first[1]), Math.min(tile.j + tile.height - 1, last[1])];
    for (let j = top; j <= bottom; j += 1) {
      let to = offsetOf(grid.size, { ...tile, i: left, j });
      let from = left - first[0] + width * (j - first[1] + height * (tile.k - first[2]));
      for (let i = left; i <= right; i += 1, to += 1, from += 1) {
        if (where[from] === 0) continue;
        const wanted = typeof label === 'number' ? label : label[from]!;
        const present = labels[to]!;
        if (wanted === present) continue;
        if ((wanted === 0 ? notErased : kept)[present] !== 0) continue;
        if (gate !== null) {
          const value = gate.voxels[to]!;
          // Also false for what is not a number.
          if (!(value >= gate.lowest && value <= gate.highest)) continue;
        }
        if (!before.has(key)) before.set(key, readTile(labels, grid.size, tile));
        labels[to] = wanted;
      }
    }
  });
  return before;
}
