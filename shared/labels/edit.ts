/**
 * What an edit is made of: the tiles that a change of voxels touches, the tiles that take an edit back,
 * and the slices that it changed. Pure; who stores the tiles, and in which order, is decided elsewhere.
 */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import { encodeRuns, isBackground } from './runs.ts';
import { allTiles, readTile, tileRectangle, type TileRectangle } from './tile-layout.ts';
import type { TileAddress } from './tile.ts';

export interface CodedTile extends TileAddress {
  readonly runs: Uint8Array;
}

/**
 * The tiles in which a volume differs from what is stored, coded as they become.
 * @param voxels label indices, i fastest
 * @param stored the code of a stored tile; undefined where nothing is stored, that is background
 */
export function collectEdit(voxels: Uint8Array, size: Vec3, stored: (address: TileAddress) => Uint8Array | undefined): CodedTile[] {
  const pieces = collectEditInPieces(voxels, size, stored);
  for (;;) {
    const step = pieces.next();
    if (step.done === true) return step.value;
  }
}

/** The same; yields before each slice along k, so that others come in between. */
export function* collectEditInPieces(
  voxels: Uint8Array, size: Vec3, stored: (address: TileAddress) => Uint8Array | undefined,
): Generator<number, CodedTile[], void> {
  const changed: CodedTile[] = [];
  for (const address of allTiles(size)) {
    if (address.tile === 0) yield 0;
    const runs = encodeRuns(readTile(voxels, size, tileRectangle(size, address)));
    const before = stored(address);
    const same = before === undefined ? isBackground(runs) : sameBytes(runs, before);
    if (!same) changed.push({ ...address, runs });
  }
  return changed;
}

/**
 * One tile of the edit that takes another back: only voxels whose present value is what that edit
 * wrote go back to what they were before it. Null where none does.
 * @param before, wrote, present voxels of the tile before the edit, right after it, and now
 */
export function revertTile(before: Uint8Array, wrote: Uint8Array, present: Uint8Array): Uint8Array | null {
  let reverted: Uint8Array | null = null;
  for (let index = 0; index < present.length; index += 1) {
    if (wrote[index] !== before[index] && present[index] === wrote[index]) {
      reverted ??= present.slice();
      reverted[index] = before[index]!;
    }
  }
  return reverted;
}

/**
 * One tile of the edit that brings slices back to an earlier state. Null where nothing differs in them.
 * @param then, present voxels of the tile in that state, and now
 * @param wanted by slice along `axis`: 1 where it is to be restored; null: all of them
 */
export function restoreTile(
  then: Uint8Array, present: Uint8Array, { i, j, k, width, height }: TileRectangle, axis: AxisIndex, wanted: Uint8Array | null,
): Uint8Array | null {
  let restored: Uint8Array | null = null;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (then[at] === present[at]) continue;
      if (wanted !== null && wanted[axis === 0 ? i + column : axis === 1 ? j + row : k] !== 1) continue;
      restored ??= present.slice();
      restored[at] = then[at]!;
    }
  }
  return restored;
}

/**
 * Adds the indices of the slices along `axis` in which two states of one tile differ.
 * @param into grows; shared by all tiles of an edit
 */
export function addChangedSlices(
  before: Uint8Array,
  after: Uint8Array,
  rectangle: TileRectangle,
  axis: AxisIndex,
  into: Set<number>,
): void {
  const { width, height } = rectangle;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (before[row * width + column] === after[row * width + column]) continue;
      switch (axis) {
        case 0:
          into.add(rectangle.i + column);
          break;
        case 1:
          into.add(rectangle.j + row);
          column = width;
          break;
        case 2:
          into.add(rectangle.k);
          return;
      }
    }
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
