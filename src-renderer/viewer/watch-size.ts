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
    // Whole pixels as the browser lays them out, where it says so: rounding by ourselves would blur by half a pixel.
    const device = entry.devicePixelContentBoxSize?.[0];
    changed({
      width,
      height,
      deviceWidth: device?.inlineSize ?? Math.round(width * devicePixelRatio),
      deviceHeight: device?.blockSize ?? Math.round(height * devicePixelRatio),
    });
  });
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    observer.observe(element);
  }
  return () => observer.disconnect();
}
