/**
 * Strokes that follow from their number alone, so that whoever knows how many were kept knows every
 * voxel. Serves the store's and the host's tests of a killed process.
 */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { tilesOfSlice } from '#shared/labels/tile-layout.ts';
import type { TileAddress } from '#shared/labels/tile.ts';

/** A whole number below `below`, a hash of the stroke's number and the draw's (Knuth's multiplicative hashing). */
function draw(stroke: number, which: number, below: number): number {
  let mixed = Math.imul(stroke * 8 + which + 1, 2654435761);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 2246822519);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % below;
}

/**
 * Paints stroke `number` (0, 1, …): an ellipse of up to 60 × 40 voxels on one k-slice, with a label of 1–3.
 * @returns the tiles that it touched
 */
export function paintNumberedStroke(voxels: Uint8Array, size: Vec3, number: number): TileAddress[] {
  const [k, centreI, centreJ] = [draw(number, 0, size[2]), draw(number, 1, size[0]), draw(number, 2, size[1])];
  const [radiusI, radiusJ, label] = [3 + draw(number, 3, 28), 3 + draw(number, 4, 18), 1 + draw(number, 5, 3)];
  const { columns } = tilesOfSlice(size);
  const tiles = new Map<number, TileAddress>();
  for (let j = Math.max(0, centreJ - radiusJ); j <= Math.min(size[1] - 1, centreJ + radiusJ); j += 1) {
    for (let i = Math.max(0, centreI - radiusI); i <= Math.min(size[0] - 1, centreI + radiusI); i += 1) {
      if (((i - centreI) / radiusI) ** 2 + ((j - centreJ) / radiusJ) ** 2 > 1) continue;
      voxels[i + size[0] * (j + size[1] * k)] = label;
      const tile = Math.floor(i / 64) + columns * Math.floor(j / 64);
      tiles.set(tile, { k, tile });
    }
  }
  return [...tiles.values()];
}
