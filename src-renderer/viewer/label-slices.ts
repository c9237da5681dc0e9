/** The labels, the prediction and a heat map of one slice, from their arrays to the canvas: of what changed, as little as the card needs. */
import { sliceSteps, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import { copyLabels, type PixelRectangle } from '#shared/voxels/slice-pixels.ts';
import type { PlacedSlice } from './grey-slice.ts';
import { stockLayers } from './kept-layers.ts';
import { createLabelLayer, overlaySlices, type OverlaySlice } from './label-layer.ts';
import { heatPalette, labelPalette } from './palette.ts';
import type { HeatMap, LabelStyle, ShownLabel } from './slice-view.ts';
import { touchedRectangle, unionRectangle } from './touched-rectangle.ts';
import type { ViewTransform } from './view-transform.ts';
import type { DeviceSize } from './watch-size.ts';

export interface LabelSlices {
  readonly canvas: HTMLCanvasElement;
  /** Read where they are. */
  setArray(which: Exclude<OverlaySlice, 'heat'>, voxels: Uint8Array | null): void;
  setHeat(heat: HeatMap | null): void;
  /** Of another image: nothing is drawn until there are arrays again. */
  forgetArrays(): void;
  setTable(table: readonly ShownLabel[]): void;
  setStyle(style: LabelStyle): void;
  sliceChanged(): void;
  /** The same slice, elsewhere in the view. */
  moved(): void;
  /** @returns whether the shown slice was touched */
  labelsChanged(shown: PlacedSlice, box: VoxelBox): boolean;
  setSize(deviceWidth: number, deviceHeight: number): void;
  /** Draws what changed since, or nothing. */
  draw(shown: PlacedSlice, at: ViewTransform, size: DeviceSize): void;
  clear(): void;
  /** Made anew on the card, which has lost it. */
  renew(): void;
  dispose(): void;
}

const labelLayers = stockLayers(createLabelLayer);

/** @throws Error where the browser gives no WebGL 2 */
export function createLabelSlices(container: HTMLElement): LabelSlices {
  let layer = labelLayers.take(container);
  let table: readonly ShownLabel[] = [];
  let style: LabelStyle = { drawing: 'fill', opacity: 0.5, labelsHidden: false, predictionHidden: false, hiddenLabels: new Set() };
  const arrays: Record<OverlaySlice, Uint8Array | null> = { labels: null, prediction: null, heat: null };
  const wholeSlice: Record<OverlaySlice, boolean> = { labels: true, prediction: true, heat: false };
  let heatColours: Uint8Array | null = null;
  let touched: PixelRectangle | null = null;
  /** More than what was touched. */
  let isChanged = true;
  let paletteChanged = true;
  let scratch = new Uint8Array(0);

  const sliceChanged = (): void => {
    wholeSlice.labels = wholeSlice.prediction = true;
    wholeSlice.heat = arrays.heat !== null;
    paletteChanged = isChanged = true;
    touched = null;
  };
  const copied = (voxels: Uint8Array, rectangle: PixelRectangle, plane: SlicePlane, volumeSize: Vec3, index: number): Uint8Array => {
    const length = rectangle.width * rectangle.height;
    if (scratch.length < length) scratch = new Uint8Array(plane.right.count * plane.down.count);
    copyLabels(voxels, sliceSteps(plane, volumeSize, index), rectangle, scratch);
    return scratch.subarray(0, length);
  };
  const uploadSlice = (which: OverlaySlice, { image: { geometry }, plane, slice }: PlacedSlice): void => {
    const voxels = arrays[which];
    const rectangle = { column: 0, row: 0, width: plane.right.count, height: plane.down.count };
    layer.setSlice(which, voxels && copied(voxels, rectangle, plane, geometry.size, slice), plane);
  };

  return {
    get canvas() {
      return layer.canvas;
    },
    setArray(which, voxels) {
      arrays[which] = voxels;
      wholeSlice[which] = isChanged = true;
      if (which === 'labels') touched = null;
    },
    setHeat(heat) {
      arrays.heat = heat?.voxels ?? null;
      heatColours = heat && heatPalette(heat);
      wholeSlice.heat = isChanged = true;
    },
    forgetArrays() {
      if (arrays.heat !== null) wholeSlice.heat = true;
      arrays.labels = arrays.prediction = arrays.heat = null;
    },
    setTable(next) {
      table = next;
      paletteChanged = isChanged = true;
    },
    setStyle(next) {
      style = next;
      paletteChanged = isChanged = true;
    },
    sliceChanged,
    moved() {
      isChanged = true;
    },
    labelsChanged({ plane, slice }, box) {
      if (wholeSlice.labels) return false;
      const rectangle = touchedRectangle(plane, slice, box);
      if (rectangle === null) return false;
      touched = touched === null ? rectangle : unionRectangle(touched, rectangle);
      return true;
    },
    setSize: (deviceWidth, deviceHeight) => layer.setSize(deviceWidth, deviceHeight),
    draw(shown, at, size) {
      if (paletteChanged) layer.setPalette(labelPalette(table, style.hiddenLabels));
      paletteChanged = false;
      if (wholeSlice.heat && heatColours !== null) layer.setHeatColours(heatColours);
      for (const which of overlaySlices) {
        if (wholeSlice[which]) uploadSlice(which, shown);
        wholeSlice[which] = false;
      }
      const { plane } = shown;
      if (touched !== null && arrays.labels !== null) {
        layer.updateSlice('labels', touched, copied(arrays.labels, touched, plane, shown.image.geometry.size, shown.slice));
      }
      if (isChanged || touched !== null) layer.render(at, plane, style, size.deviceWidth / size.width, isChanged ? null : touched);
      touched = null;
      isChanged = false;
    },
    clear: () => layer.clear(),
    renew() {
      layer.dispose();
      layer = createLabelLayer(container);
      sliceChanged();
    },
    dispose: () => labelLayers.leave(layer),
  };
}
