/** Lines of a width, whole or dashed, as covered area with soft edges. */
import type { Coverage } from './canvas.ts';
import type { Outline, Point } from './contours.ts';

export interface Pen {
  readonly width: number;
  /** Lengths of dash and gap in pixels; null: unbroken. */
  readonly dash: readonly [number, number] | null;
}

/** A single straight piece of line, from left to right through the middle of its area. */
export function strokeLine(pen: Pen, size: { readonly width: number; readonly height: number }, left: number, top: number): Coverage {
  const y = size.height / 2;
  const ends = [{ x: pen.width, y }, { x: size.width - pen.width, y }] as const;
  const shares = new Float32Array(size.width * size.height);
  const pieces = pen.dash === null ? [ends] : dashed([ends], pen.dash);
  for (const [from, to] of pieces) coverLine(shares, size, from, to, pen.width / 2);
  return { left, top, ...size, shares };
}

/** @param size of the area that the outlines' coordinates (pixels) lie in; its corner becomes `left`, `top` */
export function strokeOutlines(outlines: readonly Outline[], pen: Pen, size: { readonly width: number; readonly height: number }, left = 0, top = 0): Coverage {
  const shares = new Float32Array(size.width * size.height);
  for (const outline of outlines) {
    const sides = sidesOf(outline);
    for (const [from, to] of pen.dash === null ? sides : dashed(sides, pen.dash)) coverLine(shares, size, from, to, pen.width / 2);
  }
  return { left, top, width: size.width, height: size.height, shares };
}

type Side = readonly [Point, Point];

function sidesOf(outline: Outline): readonly Side[] {
  return outline.map((point, at) => [point, outline[(at + 1) % outline.length] as Point]);
}

/** The parts of the sides that dashes cover, measured along them all. */
function dashed(sides: readonly Side[], [dash, gap]: readonly [number, number]): readonly Side[] {
  const lines: [Point, Point][] = [];
  let walked = 0;
  for (const [from, to] of sides) {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const pointAt = (distance: number): Point => ({
      x: from.x + ((to.x - from.x) * distance) / length,
      y: from.y + ((to.y - from.y) * distance) / length,
    });
    const period = dash + gap;
    for (let start = Math.floor(walked / period) * period; start < walked + length; start += period) {
      const [begin, end] = [Math.max(walked, start), Math.min(walked + length, start + dash)];
      if (end > begin) lines.push([pointAt(begin - walked), pointAt(end - walked)]);
    }
    walked += length;
  }
  return lines;
}

/** A pixel is covered by how far its middle lies inside the line, over one pixel of softness. */
function coverLine(shares: Float32Array, size: { readonly width: number; readonly height: number }, from: Point, to: Point, radius: number): void {
  const reach = radius + 1;
  const [left, right] = [Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)), Math.min(size.width - 1, Math.ceil(Math.max(from.x, to.x) + reach))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)), Math.min(size.height - 1, Math.ceil(Math.max(from.y, to.y) + reach))];
  const [alongX, alongY] = [to.x - from.x, to.y - from.y];
  const squared = alongX ** 2 + alongY ** 2;
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const [dx, dy] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (dx * alongX + dy * alongY) / squared));
      const share = radius + 0.5 - Math.hypot(dx - along * alongX, dy - along * alongY);
      const at = y * size.width + x;
      // The larger one: where two sides meet the joint is covered once.
      if (share > (shares[at] as number)) shares[at] = Math.min(1, share);
    }
  }
}
