/**
 * The greys of one slice, from the volume's array to the canvas: prepared when the slice changes, drawn when something did.
 * With another image laid over, both are mixed here and the card gets colours.
 */
import { spacingMm } from '#shared/geometry/affine.ts';
import { colourMap, type ColourMapName } from '#shared/voxels/colour-maps.ts';
import { fuseColours } from '#shared/voxels/fused-colours.ts';
import { createGreyLayer } from './grey-layer.ts';
import { bytesOf, slabRange, sliceValues, valuesElsewhere, type PlacedSlice, type SliceValues } from './slice-values.ts';
import type { GreyWindow, LaidOver, Slab, ViewedImage } from './slice-view.ts';
import type { ViewTransform } from './view-transform.ts';
import type { DeviceSize } from './watch-size.ts';

export type { PlacedSlice };

export interface GreySlice {
  readonly canvas: HTMLCanvasElement;
  /** Other pixels are to be drawn. */
  sliceChanged(): void;
  /** The same ones, elsewhere in the view. */
  moved(): void;
  setWindow(window: GreyWindow): void;
  setColours(colours: ColourMapName): void;
  setInterpolation(interpolation: 'linear' | 'nearest'): void;
  setSlab(slab: Slab | null): void;
  /** Null: the slice's own image. */
  setShown(image: ViewedImage | null): void;
  setOver(over: LaidOver | null): void;
  setSize(deviceWidth: number, deviceHeight: number): void;
  /** Draws what changed since, or nothing. */
  draw(at: PlacedSlice, transform: ViewTransform, size: DeviceSize): void;
  drawNothing(size: DeviceSize): void;
  /** Made anew on the card, which has lost it. */
  renew(): void;
  dispose(): void;
}

/** @throws Error where the browser gives no WebGL 2 */
export function createGreySlice(container: HTMLElement): GreySlice {
  let layer = createGreyLayer(container);
  let window_: GreyWindow = { centre: 127.5, width: 255 };
  let colours: ColourMapName = 'grey';
  let interpolation: 'linear' | 'nearest' = 'linear';
  let slab: Slab | null = null;
  let other: ViewedImage | null = null;
  let over: LaidOver | null = null;
  let values: SliceValues | null = null;
  let valuesOver: Float32Array | null = null;
  /** Whether the card has them, as the window needs them. */
  let isUploaded = false;
  let isChanged = true;

  const sliceChanged = (): void => {
    values = valuesOver = null;
    isUploaded = false;
    isChanged = true;
  };
  const upload = (at: PlacedSlice): void => {
    const range = slabRange(at.plane, at.slice, slab, spacingMm(at.image.geometry.affine)[at.plane.axis] || 1);
    values ??= sliceValues(at, other ?? at.image, slab, range, window_);
    isUploaded = true;
    if (over !== null) {
      valuesOver ??= valuesElsewhere(at, over.image, slab, range);
      const mixed = new Uint8Array(4 * values.floats.length);
      const below = { values: values.floats, ...values.windowOf(window_), colours: colourMap(colours) };
      fuseColours(below, { values: valuesOver, ...over.window, colours: colourMap(over.colours) }, over.opacity, over.hidesBelow, mixed);
      layer.setPixels(mixed, at.plane);
      layer.setColours(null);
      return;
    }
    layer.setPixels(layer.blendsFloats ? values.floats : bytesOf(values, window_), at.plane);
    layer.setColours(colours === 'grey' ? null : colourMap(colours));
  };

  return {
    get canvas() {
      return layer.canvas;
    },
    sliceChanged,
    moved() {
      isChanged = true;
    },
    setWindow(next) {
      window_ = next;
      if (values?.keepsForWindows !== true) values = null;
      if (values === null || over !== null || !layer.blendsFloats) isUploaded = false;
      isChanged = true;
    },
    setColours(next) {
      if (colours === next) return;
      colours = next;
      isUploaded = false;
      isChanged = true;
    },
    setInterpolation(next) {
      interpolation = next;
      isChanged = true;
    },
    setSlab(next) {
      slab = next;
      sliceChanged();
    },
    setShown(image) {
      if (other === image) return;
      other = image;
      sliceChanged();
    },
    setOver(next) {
      if (over?.image !== next?.image) valuesOver = null;
      over = next;
      isUploaded = false;
      isChanged = true;
    },
    setSize: (deviceWidth, deviceHeight) => layer.setSize(deviceWidth, deviceHeight),
    draw(at, transform, size) {
      if (!isChanged) return;
      isChanged = false;
      if (!isUploaded) upload(at);
      if (over === null && layer.blendsFloats) {
        const { centre, width } = values!.windowOf(window_);
        layer.setWindow(centre, width);
      } else layer.setWindow(127.5, 255);
      layer.setInterpolation(interpolation);
      layer.render(transform, size);
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
      sliceChanged();
    },
    dispose: () => layer.dispose(),
  };
}
