import type { PixelRectangle } from '#shared/voxels/slice-pixels.ts';

/** How pixels of the screen see those of a slice: the place `middle + (screen - size / 2) * step`, corners at integers. */
export interface ScreenToSlice {
  readonly width: number;
  readonly height: number;
  readonly middle: readonly [x: number, y: number];
  readonly step: readonly [x: number, y: number];
}

/** In whole pixels of a canvas, from its lower left corner, as WebGL counts. */
export interface CanvasPart {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels of the screen that show some of a part of a slice, or lie at most so many pixels from one that does. */
export function screenPart(part: PixelRectangle, { width, height, middle, step }: ScreenToSlice, besidePixels: number): CanvasPart {
  // One more on each side: the card computes in single precision.
  const beside = besidePixels + 1;
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const left = within(Math.floor(width / 2 + (part.column - middle[0]) / step[0]) - beside, width);
  const right = within(Math.ceil(width / 2 + (part.column + part.width - middle[0]) / step[0]) + beside, width);
  const top = within(Math.floor(height / 2 + (part.row - middle[1]) / step[1]) - beside, height);
  const bottom = within(Math.ceil(height / 2 + (part.row + part.height - middle[1]) / step[1]) + beside, height);
  return { left, bottom: height - bottom, width: right - left, height: bottom - top };
}
