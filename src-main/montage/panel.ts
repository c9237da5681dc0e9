/** One slice in its frame: the scan in its window, enlarged in true proportions, and the outlines on it. */
import { type Canvas, type Colour, mixed, paint, setPixel } from './canvas.ts';
import type { CasePicture, Slice } from './case-picture.ts';
import { type Outline, outlinesOf } from './contours.ts';
import { type Pen, strokeOutlines } from './strokes.ts';
import { drawText, textWidth } from './text.ts';

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Unbroken and dashed, so that the two are told apart without colour; the dashes leave the other line to be seen. */
export const outlinePens = {
  reference: { width: 1.8, dash: null },
  prediction: { width: 2.4, dash: [7, 5] },
} as const satisfies Record<string, Pen>;

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const letters: Colour = [200, 200, 200];

type Colours = ReadonlyMap<number, Colour> | null;

/** @param colours of the label values; null: the bare scan */
export function drawPanel(canvas: Canvas, frame: Frame, picture: CasePicture, slice: Slice, colours: Colours): void {
  drawSlice(canvas, frame, picture, slice, colours);
  shadowed(canvas, `${picture.plane} ${slice.index + 1}/${slice.count}`, frame.left + 6, frame.top + frame.height - 7, markSize);
}

/** Without words: whoever shows it says which slice it is. */
export function drawSlice(canvas: Canvas, frame: Frame, picture: CasePicture, slice: Slice, colours: Colours): void {
  const { width, height, pixelMm } = picture;
  const scale = Math.min(frame.width / (width * pixelMm[0]), frame.height / (height * pixelMm[1]));
  const area: Frame = {
    width: Math.round(width * pixelMm[0] * scale),
    height: Math.round(height * pixelMm[1] * scale),
    left: 0,
    top: 0,
  };
  const place = { ...area, left: frame.left + Math.floor((frame.width - area.width) / 2), top: frame.top + Math.floor((frame.height - area.height) / 2) };
  drawScan(canvas, place, picture, slice);
  if (colours !== null) drawOutlines(canvas, place, picture, slice, colours);
  drawSides(canvas, frame, picture);
}

/** Linear between voxel centres: steps between voxels would compete with the outlines. */
function drawScan(canvas: Canvas, place: Frame, { width, height, window }: CasePicture, { image }: Slice): void {
  const toGrey = 255 / (window.high - window.low);
  for (let y = 0; y < place.height; y += 1) {
    const v = Math.min(height - 1, Math.max(0, ((y + 0.5) * height) / place.height - 0.5));
    const [row, below, sv] = [Math.floor(v), Math.min(height - 1, Math.floor(v) + 1), v - Math.floor(v)];
    for (let x = 0; x < place.width; x += 1) {
      const u = Math.min(width - 1, Math.max(0, ((x + 0.5) * width) / place.width - 0.5));
      const [column, right, su] = [Math.floor(u), Math.min(width - 1, Math.floor(u) + 1), u - Math.floor(u)];
      const upper = (1 - su) * (image[row * width + column] as number) + su * (image[row * width + right] as number);
      const lower = (1 - su) * (image[below * width + column] as number) + su * (image[below * width + right] as number);
      const grey = Math.round(Math.min(255, Math.max(0, ((1 - sv) * upper + sv * lower - window.low) * toGrey)));
      setPixel(canvas, place.left + x, place.top + y, [grey, grey, grey]);
    }
  }
}

function drawOutlines(canvas: Canvas, place: Frame, picture: CasePicture, slice: Slice, colours: ReadonlyMap<number, Colour>): void {
  for (const source of ['reference', 'prediction'] as const) {
    const pen = outlinePens[source];
    for (const [label, colour] of colours) {
      const outlines = enlarged(outlinesOf(picture.width, picture.height, (x, y) => slice[source][y * picture.width + x] === label), place, picture);
      if (outlines.length === 0) continue;
      // A dark seam keeps lines visible on bright tissue.
      paint(canvas, strokeOutlines(outlines, { ...pen, width: pen.width + 1.6 }, place, place.left, place.top), black, 0.55);
      paint(canvas, strokeOutlines(outlines, pen, place, place.left, place.top), source === 'reference' ? colour : mixed(colour, white, 0.6));
    }
  }
}

function enlarged(outlines: readonly Outline[], place: Frame, { width, height }: CasePicture): readonly Outline[] {
  return outlines.map((outline) => outline.map(({ x, y }) => ({ x: ((x + 0.5) * place.width) / width, y: ((y + 0.5) * place.height) / height })));
}

const markSize = 12;

/** Which side of the patient lies where. */
function drawSides(canvas: Canvas, frame: Frame, { sides }: CasePicture): void {
  if (sides === null) return;
  shadowed(canvas, sides.left, frame.left + 6, frame.top + frame.height / 2 + 4, markSize);
  shadowed(canvas, sides.top, frame.left + (frame.width - textWidth(sides.top, markSize)) / 2, frame.top + 15, markSize);
}

function shadowed(canvas: Canvas, words: string, left: number, baseline: number, size: number): void {
  for (const [dx, dy] of [[-1, 0], [1, 0], [0, -1], [0, 1]] as const) drawText(canvas, words, left + dx, baseline + dy, { size, colour: black });
  drawText(canvas, words, left, baseline, { size, colour: letters });
}
