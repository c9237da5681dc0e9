/** Text with soft edges, from the outlines of a font's letters. */
import { readFileSync } from 'node:fs';
import opentype from 'opentype.js';
import { type Canvas, type Colour, type Coverage, paint } from './canvas.ts';

/** Inter (SIL Open Font License, beside it), Latin letters. */
const fontFile = new URL('../../resources/fonts/inter-latin-400-normal.woff', import.meta.url);

let loaded: opentype.Font | null = null;

function font(): opentype.Font {
  loaded ??= opentype.parse(new Uint8Array(readFileSync(fontFile)).buffer);
  return loaded;
}

export interface TextStyle {
  /** Pixels of an em. */
  readonly size: number;
  readonly colour: Colour;
}

export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, letter) => width + advanceOf(font().charToGlyph(letter), size), 0);
}

/** The text, cut and ended by `…` where it is wider than `width` pixels. */
export function fittingText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, size) > width) letters.pop();
  return `${letters.join('')}…`;
}

/** Draws from `left` on the baseline and returns where the text ends. */
export function drawText(canvas: Canvas, text: string, left: number, baseline: number, { size, colour }: TextStyle): number {
  let x = left;
  for (const letter of text) {
    // Letter by letter: what the reader knows of ligatures and alternates does not cover every font.
    const glyph = font().charToGlyph(letter);
    paint(canvas, areaInside(glyph.getPath(x, baseline, size)), colour);
    x += advanceOf(glyph, size);
  }
  return x;
}

function advanceOf(glyph: opentype.Glyph, size: number): number {
  return ((glyph.advanceWidth ?? 0) * size) / font().unitsPerEm;
}

interface Line { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number }

/** Curves of letters at caption size are well below this many pixels a line. */
const linesPerCurve = 8;

function linesOf(path: opentype.Path): readonly Line[] {
  const lines: Line[] = [];
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (nextX: number, nextY: number): void => {
    lines.push({ x0: x, y0: y, x1: nextX, y1: nextY });
    [x, y] = [nextX, nextY];
  };
  for (const command of path.commands) {
    switch (command.type) {
      case 'M':
        [x, y, startX, startY] = [command.x, command.y, command.x, command.y];
        break;
      case 'L':
        lineTo(command.x, command.y);
        break;
      case 'Q': {
        const [fromX, fromY] = [x, y];
        for (let n = 1; n <= linesPerCurve; n += 1) {
          const t = n / linesPerCurve;
          const s = 1 - t;
          lineTo(s * s * fromX + 2 * s * t * command.x1 + t * t * command.x, s * s * fromY + 2 * s * t * command.y1 + t * t * command.y);
        }
        break;
      }
      case 'C': {
        const [fromX, fromY] = [x, y];
        for (let n = 1; n <= linesPerCurve; n += 1) {
          const t = n / linesPerCurve;
          const s = 1 - t;
          const [a, b, c, d] = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3];
          lineTo(a * fromX + b * command.x1 + c * command.x2 + d * command.x, a * fromY + b * command.y1 + c * command.y2 + d * command.y);
        }
        break;
      }
      case 'Z':
        lineTo(startX, startY);
        break;
    }
  }
  return lines;
}

/** Several thin rows a pixel; along each the covered stretches are exact. */
const rowsPerPixel = 5;

/** What lies inside the outlines by the non-zero winding rule, as fonts mean it. */
function areaInside(path: opentype.Path): Coverage {
  const lines = linesOf(path);
  const xs = lines.flatMap(({ x0, x1 }) => [x0, x1]);
  const ys = lines.flatMap(({ y0, y1 }) => [y0, y1]);
  if (lines.length === 0) return { left: 0, top: 0, width: 0, height: 0, shares: new Float32Array(0) };
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const [width, height] = [Math.ceil(Math.max(...xs)) - left, Math.ceil(Math.max(...ys)) - top];
  const shares = new Float32Array(width * height);
  for (let row = 0; row < height * rowsPerPixel; row += 1) {
    const y = top + (row + 0.5) / rowsPerPixel;
    const offset = Math.floor(row / rowsPerPixel) * width;
    let winding = 0;
    let begin = 0;
    for (const { x, turn } of crossings(lines, y)) {
      if (winding === 0) begin = x;
      winding += turn;
      if (winding === 0) coverRow(shares, offset, begin - left, x - left);
    }
  }
  return { left, top, width, height, shares };
}

function crossings(lines: readonly Line[], y: number): readonly { readonly x: number; readonly turn: 1 | -1 }[] {
  return lines
    .filter(({ y0, y1 }) => (y0 <= y) !== (y1 <= y))
    .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) * (x1 - x0)) / (y1 - y0), turn: y1 > y0 ? 1 as const : -1 as const }))
    .sort((a, b) => a.x - b.x);
}

function coverRow(shares: Float32Array, offset: number, from: number, to: number): void {
  for (let x = Math.floor(from); x < to; x += 1) {
    const covered = Math.min(to, x + 1) - Math.max(from, x);
    shares[offset + x] = (shares[offset + x] as number) + covered / rowsPerPixel;
  }
}
