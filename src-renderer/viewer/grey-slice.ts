/** The greys of one slice, from the volume's array to the canvas: prepared when the slice changes, drawn when something did. */
import type { SlicePlane } from '#shared/geometry/slice-plane.ts';
import { createGreyLayer } from './grey-layer.ts';
import { greyPixels, type GreyPixels } from './grey-pixels.ts';
import type { GreyWindow, ViewedImage } from './slice-view.ts';
import type { ViewTransform } from './view-transform.ts';
import type { DeviceSize } from './watch-size.ts';

/** A slice of an image, as it lies on the screen. */
export interface PlacedSlice {
  readonly image: ViewedImage;
  readonly plane: SlicePlane;
  readonly slice: number;
}

export interface GreySlice {
  readonly canvas: HTMLCanvasElement;
  /** Other pixels are to be drawn. */
  sliceChanged(): void;
  /** The same ones, elsewhere in the view. */
  moved(): void;
  setWindow(window: GreyWindow): void;
  setInterpolation(interpolation: 'linear' | 'nearest'): void;
  setSize(deviceWidth: number, deviceHeight: number): void;
  /** Draws what changed since, or nothing. */
  draw(shown: PlacedSlice, at: ViewTransform, size: DeviceSize): void;
  drawNothing(size: DeviceSize): void;
  /** Made anew on the card, which has lost it. */
  renew(): void;
  dispose(): void;
}

/** @throws Error where the browser gives no WebGL 2 */
export function createGreySlice(container: HTMLElement): GreySlice {
  let layer = createGreyLayer(container);
  let window_: GreyWindow = { centre: 127.5, width: 255 };
  let interpolation: 'linear' | 'nearest' = 'linear';
  let pixels: GreyPixels | null = null;
  let isChanged = true;

  return {
    get canvas() {
      return layer.canvas;
    },
    sliceChanged() {
      pixels = null;
      isChanged = true;
    },
    moved() {
      isChanged = true;
    },
    setWindow(next) {
      window_ = next;
      if (pixels?.keepsForWindows) {
        const { centre, width } = pixels.windowOf(next);
        layer.setWindow(centre, width);
      } else {
        pixels = null;
      }
      isChanged = true;
    },
    setInterpolation(next) {
      interpolation = next;
      isChanged = true;
    },
    setSize: (deviceWidth, deviceHeight) => layer.setSize(deviceWidth, deviceHeight),
    draw({ image, plane, slice }, at, size) {
      if (!isChanged) return;
      isChanged = false;
      if (pixels === null) {
        pixels = greyPixels(image, plane, slice, window_, layer.blendsFloats);
        layer.setPixels(pixels.pixels, plane);
        layer.setWindow(pixels.centre, pixels.width);
      }
      layer.setInterpolation(interpolation);
      layer.render(at, size);
    },
    drawNothing(size) {
      if (!isChanged) return;
      isChanged = false;
      layer.hide();
      layer.render({ centreXMm: 0, centreYMm: 0, pixelsPerMm: 1 }, size);
    },
    renew() {
      layer.dispose();
      layer = createGreyLayer(container);
      pixels = null;
      isChanged = true;
    },
    dispose: () => layer.dispose(),
  };
}
