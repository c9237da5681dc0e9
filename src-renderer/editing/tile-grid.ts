/** The tiles of one labelmap, each under one number, and their voxels in the whole array. */
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { TouchedBox } from '#shared/labels/brush.ts';
import { offsetOf, tileRectangle, tilesOfSlice, type TileRectangle } from '#shared/labels/tile-layout.ts';
import { tileSize, type TileAddress } from '#shared/labels/tile.ts';

export type TileKey = number;

export interface TileGrid {
  readonly size: Vec3;
  keyOf(address: TileAddress): TileKey;
  addressOf(key: TileKey): TileAddress;
  rectangleOf(key: TileKey): TileRectangle;
  boxOf(key: TileKey): VoxelBox;
  /** Calls `visit` for each tile that a box of voxels meets. */
  eachIn(box: TouchedBox, visit: (key: TileKey) => void): void;
}

export function tileGrid(size: Vec3): TileGrid {
  const { columns, rows } = tilesOfSlice(size);
  const perSlice = columns * rows;
  const addressOf = (key: TileKey): TileAddress => ({ k: Math.floor(key / perSlice), tile: key % perSlice });
  const rectangleOf = (key: TileKey): TileRectangle => tileRectangle(size, addressOf(key));
  return {
    size,
    keyOf: ({ k, tile }) => k * perSlice + tile,
    addressOf,
    rectangleOf,
    boxOf(key) {
      const { i, j, k, width, height } = rectangleOf(key);
      return { first: [i, j, k], last: [i + width - 1, j + height - 1, k] };
    },
    eachIn(box, visit) {
      const [firstColumn, lastColumn] = [Math.floor(box[0]! / tileSize), Math.floor(box[3]! / tileSize)];
      const [firstRow, lastRow] = [Math.floor(box[1]! / tileSize), Math.floor(box[4]! / tileSize)];
      for (let k = box[2]!; k <= box[5]!; k += 1) {
        for (let row = firstRow; row <= lastRow; row += 1) {
          for (let column = firstColumn; column <= lastColumn; column += 1) visit(k * perSlice + row * columns + column);
        }
      }
    },
  };
}

/** Puts the voxels of one tile, row by row, into the whole array. */
export function writeTile(labels: Uint8Array, size: Vec3, rectangle: TileRectangle, voxels: Uint8Array): void {
  let to = offsetOf(size, rectangle);
  for (let from = 0; from < voxels.length; from += rectangle.width) {
    labels.set(voxels.subarray(from, from + rectangle.width), to);
    to += size[0];
  }
}
