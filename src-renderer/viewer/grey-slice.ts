/**
 * The greys of one slice on the canvas: drawn when something changed.
 * With another image laid over, both are mixed here and the card gets colours.
 */
import { colourMap, type ColourMapName } from '#shared/voxels/colour-maps.ts';
import { fuseColours } from '#shared/voxels/fused-colours.ts';
import { createGreyLayer } from './grey-layer.ts';
import { stockLayers } from './kept-layers.ts';
import { createPreparedGreys, type Greys } from './prepared-greys.ts';
import { bytesOf, type PlacedSlice } from './slice-values.ts';
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

export const greyLayers = stockLayers(createGreyLayer);

/**
 * @param onReady told where there is something to be drawn that was not there before
 * @throws Error where the browser gives no WebGL 2
 */
export function createGreySlice(container: HTMLElement, onReady: () => void): GreySlice {
  let layer = greyLayers.take(container);
  let window_: GreyWindow = { centre: 127.5, width: 255 };
  let colours: ColourMapName = 'grey';
  let interpolation: 'linear' | 'nearest' = 'linear';
  let slab: Slab | null = null;
  let other: ViewedImage | null = null;
  let over: LaidOver | null = null;
  /** What was given to the card last, and whether the card needs it again, in other colours or because it has lost it. */
  let onCard: Greys | null = null;
  let isStale = true;
  let isChanged = true;

  const prepared = createPreparedGreys(() => {
    isChanged = true;
    onReady();
  });
  const madeOfOthers = (): void => {
    prepared.madeOfOthers();
    isChanged = true;
  };
  const inOtherColours = (): void => {
    isStale = isChanged = true;
  };
  const upload = ({ plane, values, over: valuesOver }: Greys, laid: LaidOver | null): void => {
    if (laid !== null && valuesOver !== null) {
      const mixed = new Uint8Array(4 * values.floats.length);
      const below = { values: values.floats, ...values.windowOf(window_), colours: colourMap(colours) };
      fuseColours(below, { values: valuesOver.values, ...laid.window, colours: colourMap(laid.colours) }, laid.opacity, laid.hidesBelow, mixed);
      layer.setPixels(mixed, plane);
      layer.setColours(null);
      return;
    }
    layer.setPixels(layer.blendsFloats ? values.floats : bytesOf(values, window_), plane);
    layer.setColours(colours === 'grey' ? null : colourMap(colours));
  };

  return {
    get canvas() {
      return layer.canvas;
    },
    sliceChanged() {
      prepared.sliceChanged();
      isChanged = true;
    },
    moved() {
      isChanged = true;
    },
    setWindow(next) {
      window_ = next;
      if (onCard?.values.keepsForWindows === false) prepared.sliceChanged();
      if (over !== null || !layer.blendsFloats) isStale = true;
      isChanged = true;
    },
    setColours(next) {
      if (colours === next) return;
      colours = next;
      inOtherColours();
    },
    setInterpolation(next) {
      interpolation = next;
      isChanged = true;
    },
    setSlab(next) {
      slab = next;
      madeOfOthers();
    },
    setShown(image) {
      if (other === image) return;
      other = image;
      // Not given up: a film through time must not stand still where a slab takes longer than one of its pictures.
      prepared.sliceChanged();
      isChanged = true;
    },
    setOver(next) {
      if (next !== null && over?.image !== next.image) madeOfOthers();
      over = next;
      inOtherColours();
    },
    setSize: (deviceWidth, deviceHeight) => layer.setSize(deviceWidth, deviceHeight),
    draw(at, transform, size) {
      if (!isChanged) return;
      isChanged = false;
      const greys = prepared.take(at, { shown: other ?? at.image, over: over?.image ?? null, slab, window: window_ });
      // Its own values may still be on their way.
      const laid = over !== null && greys.over?.image === over.image ? over : null;
      if (isStale || greys !== onCard) upload(greys, laid);
      isStale = false;
      onCard = greys;
      if (laid === null && layer.blendsFloats) {
        const { centre, width } = greys.values.windowOf(window_);
        layer.setWindow(centre, width);
      } else layer.setWindow(127.5, 255);
      layer.setInterpolation(interpolation);
      layer.render(transform, size);
    },
    drawNothing(size) {
      if (!isChanged) return;
      isChanged = false;
      prepared.forget();
      layer.hide();
      layer.render({ centreXMm: 0, centreYMm: 0, pixelsPerMm: 1 }, size);
    },
    renew() {
      layer.dispose();
      layer = createGreyLayer(container);
      inOtherColours();
    },
    dispose() {
      prepared.forget();
      greyLayers.leave(layer);
    },
  };
}
