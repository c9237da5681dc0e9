/** Prepares the pixels of one grey slice for the card, and the window in their values. */
import { sliceSteps, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import { bytesThroughWindow, copyGreys, needsBase } from '#shared/voxels/slice-pixels.ts';
import type { GreyWindow, ViewedImage } from './slice-view.ts';

export interface GreyPixels {
  readonly pixels: Float32Array | Uint8Array;
  /** In the pixels' values. */
  readonly centre: number;
  readonly width: number;
  /** Whether another window only moves `centre` and `width`; else the pixels have to be made again. */
  readonly keepsForWindows: boolean;
  /** The window in the pixels' values. */
  windowOf(window: GreyWindow): { readonly centre: number; readonly width: number };
}

/** @param blendsFloats whether the card blends single-precision values; else the window is applied here */
export function greyPixels(image: ViewedImage, plane: SlicePlane, slice: number, window: GreyWindow, blendsFloats: boolean): GreyPixels {
  const { voxels, geometry, slope, intercept } = image;
  const [columns, rows] = [plane.right.count, plane.down.count];
  const storedCentre = (window.centre - intercept) / slope;
  const base = needsBase(voxels) ? storedCentre : 0;
  const sign = slope < 0 ? -1 : 1;
  const windowOf = ({ centre, width }: GreyWindow): { centre: number; width: number } => ({
    centre: ((centre - intercept) / slope - base) * sign,
    width: Math.max(Math.abs(width / slope), Number.MIN_VALUE),
  });
  const floats = new Float32Array(columns * rows);
  copyGreys(voxels, sliceSteps(plane, geometry.size, slice), columns, rows, base, sign, floats);
  const { centre, width } = windowOf(window);
  if (blendsFloats) return { pixels: floats, centre, width, keepsForWindows: base === 0, windowOf };
  const bytes = new Uint8Array(floats.length);
  bytesThroughWindow(floats, centre, width, bytes);
  return { pixels: bytes, centre: 127.5, width: 255, keepsForWindows: false, windowOf };
}
