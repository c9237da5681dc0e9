import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { allTiles, offsetOf, readTile, type TileRectangle } from '#shared/labels/tile-layout.ts';
import type { TileGrid, TileKey } from './tile-grid.ts';

/**
 * Writes slices of one labelmap into another of the same size.
 * @param slices indices along `axis`
 * @param kept by label index: 1 for labels that neither give way nor grow
 * @returns the tiles that may have changed, as they were
 */
export function replaceIn(
  labels: Uint8Array,
  from: Uint8Array,
  grid: TileGrid,
  slices: 'all' | readonly number[],
  axis: AxisIndex,
  kept: Uint8Array,
): ReadonlyMap<TileKey, Uint8Array> {
  const { size } = grid;
  const chosen = new Uint8Array(size[axis]).fill(slices === 'all' ? 1 : 0);
  if (slices !== 'all') for (const slice of slices) chosen[slice] = 1;
  const before = new Map<TileKey, Uint8Array>();
  for (const address of allTiles(size)) {
    const key = grid.keyOf(address);
    const rectangle = grid.rectangleOf(key);
    const { first, last } = grid.boxOf(key);
    if (!chosen.subarray(first[axis], last[axis] + 1).includes(1) || !differs(labels, from, size[0], offsetOf(size, rectangle), rectangle)) continue;
    before.set(key, readTile(labels, size, rectangle));
    for (let row = 0; row < rectangle.height; row += 1) {
      const rowStart = offsetOf(size, { ...rectangle, j: rectangle.j + row });
      for (let column = 0; column < rectangle.width; column += 1) {
        const slice = axis === 0 ? rectangle.i + column : axis === 1 ? rectangle.j + row : rectangle.k;
        const present = labels[rowStart + column]!;
        const wanted = from[rowStart + column]!;
        if (chosen[slice] === 1 && kept[present] === 0 && kept[wanted] === 0) labels[rowStart + column] = wanted;
      }
    }
  }
  return before;
}

function differs(a: Uint8Array, b: Uint8Array, stride: number, offset: number, { width, height }: TileRectangle): boolean {
  for (let row = 0; row < height; row += 1) {
    const start = offset + row * stride;
    for (let at = start; at < start + width; at += 1) if (a[at] !== b[at]) return true;
  }
  return false;
}
