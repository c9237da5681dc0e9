/** Wheels of notches send 100 or 120 a notch, touchpads a few a move: slices turn by sums. */
const pixelsPerSlice = 60;
/** Where a browser counts in lines. */
const pixelsPerLine = 40;

/** Down is positive. */
export function wheelPixels({ deltaX, deltaY, deltaMode }: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>): number {
  // Shift turns the wheel sideways in most browsers.
  return (deltaY === 0 ? deltaX : deltaY) * (deltaMode === 1 ? pixelsPerLine : 1);
}

/** @returns of each turn, in pixels, how many slices it comes to with what was left over before */
export function wheelTurns(): (pixels: number) => number {
  let turned = 0;
  return (pixels) => {
    turned += pixels;
    const slices = Math.trunc(turned / pixelsPerSlice);
    turned -= slices * pixelsPerSlice;
    return slices;
  };
}

/** By how much the same way zooms. */
export const wheelZoom = (pixels: number): number => Math.exp(-pixels / 400);
