import type { ViewSize } from './view-transform.ts';

export interface DeviceSize extends ViewSize {
  /** Pixels of the screen, whole. */
  readonly deviceWidth: number;
  readonly deviceHeight: number;
}

/** Tells the element's size, now and whenever it or the screen's density changes. @returns ends the watch */
export function watchSize(element: HTMLElement, changed: (size: DeviceSize) => void): () => void {
  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    const device = entry.devicePixelContentBoxSize?.[0];
    changed({ width, height, deviceWidth: whole(width, device?.inlineSize), deviceHeight: whole(height, device?.blockSize) });
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}

/** Whole pixels as the browser lays them out, where it says so: rounding by ourselves may be one off, which blurs the picture. */
function whole(cssPixels: number, laidOut: number | undefined): number {
  const computed = Math.round(cssPixels * devicePixelRatio);
  // A browser that only pretends to another density lays out in its own.
  return laidOut === undefined || Math.abs(laidOut - computed) > 1 ? computed : laidOut;
}
