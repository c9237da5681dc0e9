/**
 * Where tiles lie in a volume: rows of 64 × 64 rectangles on each k-slice, counted i fastest.
 * Everything above the store sees whole volumes or slices along any axis, never tiles.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import { tileSize, type TileAddress } from './tile.ts';

/** A tile's rectangle in its volume; the last of a row or column is narrower or lower than 64. */
export interface TileRectangle {
  readonly i: number;
  readonly j: number;
  readonly k: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles in one row, and rows, of a k-slice. */
export function tilesOfSlice(size: Vec3): { readonly columns: number; readonly rows: number } {
  return { columns: Math.ceil(size[0] / tileSize), rows: Math.ceil(size[1] / tileSize) };
}

/** Whether a volume of this size has such a tile. */
export function hasTile(size: Vec3, { k, tile }: TileAddress): boolean {
  const { columns, rows } = tilesOfSlice(size);
  return Number.isInteger(k) && Number.isInteger(tile) && k >= 0 && k < size[2] && tile >= 0 && tile < columns * rows;
}

/** @throws RangeError where the volume has no such tile */
export function tileRectangle(size: Vec3, address: TileAddress): TileRectangle {
  if (!hasTile(size, address)) throw new RangeError(`no tile ${address.tile} on slice ${address.k} of ${size.join(' × ')} voxels`);
  const { columns } = tilesOfSlice(size);
  const i = (address.tile % columns) * tileSize;
  const j = Math.floor(address.tile / columns) * tileSize;
  return { i, j, k: address.k, width: Math.min(tileSize, size[0] - i), height: Math.min(tileSize, size[1] - j) };
}

/** All tiles of a volume, in storage order. */
export function* allTiles(size: Vec3): Generator<TileAddress> {
  const { columns, rows } = tilesOfSlice(size);
  for (let k = 0; k < size[2]; k += 1) {
    for (let tile = 0; tile < columns * rows; tile += 1) yield { k, tile };
  }
}

/** Index of a rectangle's first voxel in the volume, i fastest. */
export function offsetOf(size: Vec3, { i, j, k }: TileRectangle): number {
  return i + size[0] * (j + size[1] * k);
}

/** The voxels of one tile, row by row, taken from a whole volume (i fastest). */
export function readTile(volume: Uint8Array, size: Vec3, rectangle: TileRectangle): Uint8Array {
  const voxels = new Uint8Array(rectangle.width * rectangle.height);
  let from = offsetOf(size, rectangle);
  for (let row = 0; row < rectangle.height; row += 1) {
    voxels.set(volume.subarray(from, from + rectangle.width), row * rectangle.width);
    from += size[0];
  }
  return voxels;
}
