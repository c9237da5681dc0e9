/**
 * A picture being drawn, from single pixels to covered areas. Knows nothing of scans, masks or files.
 */

export type Colour = readonly [number, number, number];

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** RGB, row by row. */
  readonly pixels: Uint8Array;
}

/** How much of each pixel of a rectangle is covered, 0–1. */
export interface Coverage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly shares: Float32Array;
}

export function createCanvas(width: number, height: number, background: Colour): Canvas {
  const canvas = { width, height, pixels: new Uint8Array(width * height * 3) };
  fillRectangle(canvas, 0, 0, width, height, background);
  return canvas;
}

export function fillRectangle(canvas: Canvas, left: number, top: number, width: number, height: number, colour: Colour): void {
  for (let y = top; y < top + height; y += 1) {
    for (let x = left; x < left + width; x += 1) setPixel(canvas, x, y, colour);
  }
}

export function setPixel({ width, height, pixels }: Canvas, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  pixels.set(colour, (y * width + x) * 3);
}

/** Lays a colour over the covered area. @param opacity 0–1 */
export function paint({ width, height, pixels }: Canvas, area: Coverage, colour: Colour, opacity = 1): void {
  for (let row = 0; row < area.height; row += 1) {
    const y = area.top + row;
    if (y < 0 || y >= height) continue;
    for (let column = 0; column < area.width; column += 1) {
      const x = area.left + column;
      const share = Math.min(1, area.shares[row * area.width + column] as number) * opacity;
      if (share <= 0 || x < 0 || x >= width) continue;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const under = pixels[at + channel] as number;
        pixels[at + channel] = Math.round(under + share * ((colour[channel] as number) - under));
      }
    }
  }
}

/** `#rrggbb` */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The colour on its way to another one. @param share 0–1 */
export function mixed(colour: Colour, other: Colour, share: number): Colour {
  const at = (channel: 0 | 1 | 2): number => Math.round(colour[channel] + share * (other[channel] - colour[channel]));
  return [at(0), at(1), at(2)];
}
