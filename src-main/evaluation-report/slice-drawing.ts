/** A slice with what is right and what is wrong on it, as shapes that stay sharp at any size. */
import { verdicts, type Verdict, type WorstSlice } from '#shared/learning/evaluation/worst-slice.ts';
import { html, type Markup } from './markup.ts';

/** Pixels are as wide and high as their spacing says. */
export function drawSlice({ pixels, columns, rows, plane }: WorstSlice, title: string): Markup {
  const high = plane.down.spacingMm / plane.right.spacingMm;
  const sides = plane.letters === null ? [] : html`<b class="left">${plane.letters.left}</b><b class="top">${plane.letters.top}</b>`;
  return html`<div class="slice"><svg viewBox="0 0 ${columns} ${(rows * high).toFixed(3)}" role="img" aria-label="${title}">
<g transform="scale(1 ${high.toFixed(5)})">${verdicts.slice(1).map((verdict) => html`<path class="${verdict}" d="${outline(pixels, columns, rows, verdict)}"/>`)}</g>
</svg>${sides}</div>`;
}

/** Each run of a row is a rectangle. */
function outline(pixels: Uint8Array, columns: number, rows: number, verdict: Verdict): string {
  const wanted = verdicts.indexOf(verdict);
  const shapes: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = column;
      while (column < columns && pixels[column + columns * row] === wanted) column++;
      if (column > from) shapes.push(`M${from} ${row}h${column - from}v1h${from - column}z`);
    }
  }
  return shapes.join('');
}
