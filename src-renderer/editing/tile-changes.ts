/** What an edit did to tiles, kept as run-length codes: enough to commit it, to take it back, and to tell which slices changed. */
import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { addChangedSlices, revertTile } from '#shared/labels/edit.ts';
import { decodeRuns, encodeRuns } from '#shared/labels/runs.ts';
import { offsetOf, readTile } from '#shared/labels/tile-layout.ts';
import { writeTile, type TileGrid, type TileKey } from './tile-grid.ts';

export interface TileChange {
  /** Run-length codes of the tile before the edit and right after it. */
  readonly before: Uint8Array;
  readonly wrote: Uint8Array;
}

/** A tile that differs: its voxels before, and the run-length code of what it is now. */
export interface ChangedTile {
  readonly was: Uint8Array;
  readonly wrote: Uint8Array;
}

export interface TileChanges {
  readonly tiles: ReadonlyMap<TileKey, TileChange>;
  /** All changed tiles; null where there are none. */
  readonly box: VoxelBox | null;
  /** Indices along the case's slice axis. */
  readonly changedSlices: ReadonlySet<number>;
}

/**
 * Compares tiles as they were with the labels as they are now: all that must be known to send an edit.
 * @param before voxels of each tile that may have changed
 */
export function changedTiles(before: ReadonlyMap<TileKey, Uint8Array>, labels: Uint8Array, grid: TileGrid): ReadonlyMap<TileKey, ChangedTile> {
  const tiles = new Map<TileKey, ChangedTile>();
  for (const [key, was] of before) {
    const rectangle = grid.rectangleOf(key);
    if (isUnchanged(was, labels, offsetOf(grid.size, rectangle), rectangle.width, grid.size[0])) continue;
    tiles.set(key, { was, wrote: encodeRuns(readTile(labels, grid.size, rectangle)) });
  }
  return tiles;
}

/** What is kept of an edit, and told of it. @param labels as they were when it was made of them */
export function changesIn(changed: ReadonlyMap<TileKey, ChangedTile>, labels: Uint8Array, grid: TileGrid, sliceAxis: AxisIndex): TileChanges {
  const tiles = new Map<TileKey, TileChange>();
  const changedSlices = new Set<number>();
  let box: VoxelBox | null = null;
  for (const [key, { was, wrote }] of changed) {
    const rectangle = grid.rectangleOf(key);
    tiles.set(key, { before: encodeRuns(was), wrote });
    addChangedSlices(was, readTile(labels, grid.size, rectangle), rectangle, sliceAxis, changedSlices);
    box = unionBox(box, grid.boxOf(key));
  }
  return { tiles, box, changedSlices };
}

/** Takes an edit back in the labels, by the rule that the host follows too. @returns the tiles as they were before that */
export function revertIn(labels: Uint8Array, grid: TileGrid, tiles: ReadonlyMap<TileKey, TileChange>): ReadonlyMap<TileKey, Uint8Array> {
  const before = new Map<TileKey, Uint8Array>();
  for (const [key, change] of tiles) {
    const rectangle = grid.rectangleOf(key);
    const present = readTile(labels, grid.size, rectangle);
    const count = present.length;
    const reverted = revertTile(decodeRuns(change.before, count), decodeRuns(change.wrote, count), present);
    if (reverted === null) continue;
    before.set(key, present);
    writeTile(labels, grid.size, rectangle, reverted);
  }
  return before;
}

/** Compares a tile with its place in the whole array, so that only changed tiles are copied. */
function isUnchanged(tile: Uint8Array, labels: Uint8Array, offset: number, width: number, stride: number): boolean {
  let index = 0;
  for (let rowStart = offset; index < tile.length; rowStart += stride) {
    for (let at = rowStart; at < rowStart + width; at += 1) if (tile[index++] !== labels[at]) return false;
  }
  return true;
}
