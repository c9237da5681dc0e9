import type { LabelTransport } from './label-transport.ts';
import type { TileGrid, TileKey } from './tile-grid.ts';
import { offsetOf } from '#shared/labels/tile-layout.ts';

/** Parts of a labelmap closer than this are asked for at once: a request costs as much as unpacking a slice or two. */
const smallestGapBytes = 2 ** 19;

/** The voxels of these tiles as the host has them. */
export async function loadTiles(keys: readonly TileKey[], grid: TileGrid, transport: LabelTransport): Promise<ReadonlyMap<TileKey, Uint8Array>> {
  const [ni] = grid.size;
  const places = keys
    .map((key) => {
      const rectangle = grid.rectangleOf(key);
      const from = offsetOf(grid.size, rectangle);
      return { key, rectangle, from, to: from + (rectangle.height - 1) * ni + rectangle.width };
    })
    .sort((a, b) => a.from - b.from);
  const tiles = new Map<TileKey, Uint8Array>();
  for (let first = 0; first < places.length; ) {
    let end = first + 1;
    let to = places[first]!.to;
    while (end < places.length && places[end]!.from - to < smallestGapBytes) to = Math.max(to, places[end++]!.to);
    const from = places[first]!.from;
    const bytes = await transport.loadVoxels(from, to);
    for (const place of places.slice(first, end)) {
      const { width, height } = place.rectangle;
      const voxels = new Uint8Array(width * height);
      for (let row = 0; row < height; row += 1) {
        const start = place.from - from + row * ni;
        voxels.set(bytes.subarray(start, start + width), row * width);
      }
      tiles.set(place.key, voxels);
    }
    first = end;
  }
  return tiles;
}
