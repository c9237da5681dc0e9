/**
 * The unit in which labels are stored and edited: 64 × 64 voxels of one k-slice (the last one of a row
 * or column is smaller). Measured against slices and bricks: smallest strokes, fastest commits.
 */
export const tileSize = 64;

/** Where a tile lies: `k` is the index along the volume's last axis; `tile` counts rows of tiles, i fastest. */
export interface TileAddress {
  readonly k: number;
  readonly tile: number;
}
