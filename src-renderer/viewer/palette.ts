import type { ShownLabel } from './slice-view.ts';

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
