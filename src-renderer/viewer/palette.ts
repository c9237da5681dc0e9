import { colourMap } from '#shared/voxels/colour-maps.ts';
import type { HeatMap, ShownLabel } from './slice-view.ts';

/** Colours by label index: 256 × RGBA, alpha the label's own opacity; 0 for what is not drawn (background, hidden labels, indices without a label). */
export function labelPalette(table: readonly ShownLabel[], hidden: ReadonlySet<number>): Uint8Array {
  const palette = new Uint8Array(256 * 4);
  for (const { index, colour, opacity = 1 } of table) {
    if (hidden.has(index)) continue;
    const rgb = Number.parseInt(colour.slice(1), 16);
    palette.set([rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff, Math.round(0xff * opacity)], index * 4);
  }
  return palette;
}

/** Colours by value of a heat map: 256 × RGBA. */
export function heatPalette({ colours, opacity, least }: Omit<HeatMap, 'voxels'>): Uint8Array {
  const table = colourMap(colours);
  const palette = new Uint8Array(256 * 4);
  const alpha = Math.round(0xff * opacity);
  for (let value = 0; value < 256; value += 1) palette.set([...table.subarray(3 * value, 3 * value + 3), value < least ? 0 : alpha], 4 * value);
  return palette;
}
