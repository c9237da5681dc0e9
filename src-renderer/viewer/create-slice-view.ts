/**
 * Shows one slice of a volume with labels above it, in two canvases under one transform, drawn at most once
 * a frame and only where something changed. Must not know Vue, the host, or what the labels mean.
 */
import { pointOfVoxel, slicePlane, sliceSteps, voxelAtPoint, type Display, type PlanePoint, type SlicePlane } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { copyLabels, type PixelRectangle } from '#shared/voxels/slice-pixels.ts';
import { createBrushRing } from './brush-ring.ts';
import { createCrosshairLines } from './crosshair-lines.ts';
import { createDrawnPath } from './drawn-path.ts';
import { createGreyLayer } from './grey-layer.ts';
import { greyPixels, type GreyPixels } from './grey-pixels.ts';
import { createLabelLayer, type OverlaySlice } from './label-layer.ts';
import { labelPalette } from './palette.ts';
import type { GreyWindow, LabelStyle, SliceView, ViewedImage, VoxelBox } from './slice-view.ts';
import { touchedRectangle, unionRectangle } from './touched-rectangle.ts';
import { fittingTransform, isOnSlice, panned, placeInView, pointInView, transformAround, zoomed, type ViewTransform } from './view-transform.ts';
import { watchSize, type DeviceSize } from './watch-size.ts';

interface Shown {
  readonly image: ViewedImage;
  readonly display: Display;
  readonly plane: SlicePlane;
  readonly slice: number;
}

/**
 * @param container gets two canvases and the brush ring; is positioned by the page
 * @param onLost told `true` when the graphics card lets go of the view, `false` when it is back
 * @throws Error where the browser gives no WebGL 2
 */
export function createSliceView(container: HTMLElement, onLost: (lost: boolean) => void = () => undefined): SliceView {
  if (getComputedStyle(container).position === 'static') container.style.position = 'relative';
  container.style.overflow = 'hidden';

  let grey = createGreyLayer(container);
  let overlay = createLabelLayer(container);
  const lines = createCrosshairLines(container);
  const path = createDrawnPath(container);
  const ring = createBrushRing(container);
  let isLost = false;

  let size: DeviceSize = { width: 0, height: 0, deviceWidth: 0, deviceHeight: 0 };
  let image: ViewedImage | null = null;
  let axis: AxisIndex = 2;
  let slice = 0;
  let display: Display = 'radiological';
  let crosshair: Vec3 | null = null;
  let drawn: readonly Vec3[] | null = null;
  let shown: Shown | null = null;
  let window_: GreyWindow = { centre: 127.5, width: 255 };
  let interpolation: 'linear' | 'nearest' = 'linear';
  let table: LabelTable = [];
  let style: LabelStyle = { drawing: 'fill', opacity: 0.5, labelsHidden: false, predictionHidden: false, hiddenLabels: new Set() };
  const arrays: Record<OverlaySlice, Uint8Array | null> = { labels: null, prediction: null };
  let transform: ViewTransform | null = null;
  let isFitted = true;
  let brush: { readonly clientX: number; readonly clientY: number; readonly radiusVoxels: number; readonly erases: boolean } | null = null;

  // What has to be done in the next frame.
  let frame = 0;
  let pixels: GreyPixels | null = null;
  let greyChanged = true;
  let overlayChanged = true;
  let paletteChanged = true;
  const wholeSlice: Record<OverlaySlice, boolean> = { labels: true, prediction: true };
  let touched: PixelRectangle | null = null;
  let scratch = new Uint8Array(0);

  const soon = (): void => {
    frame ||= requestAnimationFrame(draw);
  };
  const allChanged = (): void => {
    pixels = null;
    wholeSlice.labels = wholeSlice.prediction = true;
    paletteChanged = greyChanged = overlayChanged = true;
    touched = null;
    soon();
  };
  const moved = (): void => {
    greyChanged = overlayChanged = true;
    placeRing();
    placeLines();
    soon();
  };

  /** Which plane and slice the settings say now; the slice is kept within the image. */
  const settle = (): void => {
    if (image === null) {
      shown = null;
    } else {
      const isSamePlane = shown?.image === image && shown.plane.axis === axis && shown.display === display;
      const plane = isSamePlane ? shown!.plane : slicePlane(image.geometry, axis, image.orientationKnown, display);
      shown = { image, display, plane, slice: Math.min(Math.max(Math.round(slice), 0), plane.slices - 1) };
      if (!isSamePlane) isFitted = true;
    }
    allChanged();
  };

  const uploadSlice = (which: OverlaySlice, { image: { geometry }, plane, slice: index }: Shown): void => {
    const voxels = arrays[which];
    const rectangle = { column: 0, row: 0, width: plane.right.count, height: plane.down.count };
    overlay.setSlice(which, voxels && copied(voxels, rectangle, plane, geometry.size, index), plane);
  };
  const copied = (voxels: Uint8Array, rectangle: PixelRectangle, plane: SlicePlane, volumeSize: Vec3, index: number): Uint8Array => {
    const length = rectangle.width * rectangle.height;
    if (scratch.length < length) scratch = new Uint8Array(plane.right.count * plane.down.count);
    copyLabels(voxels, sliceSteps(plane, volumeSize, index), rectangle, scratch);
    return scratch.subarray(0, length);
  };

  function draw(): void {
    frame = 0;
    if (isLost || size.deviceWidth === 0 || size.deviceHeight === 0) return;
    if (shown === null) {
      drawNothing();
      return;
    }
    const { plane } = shown;
    if (isFitted || transform === null) {
      transform = fittingTransform(plane, size);
      placeLines();
    }
    tellScale(transform.pixelsPerMm);
    drawGrey(shown, transform);
    if (paletteChanged) overlay.setPalette(labelPalette(table, style.hiddenLabels));
    paletteChanged = false;
    for (const which of ['labels', 'prediction'] as const) {
      if (wholeSlice[which]) uploadSlice(which, shown);
      wholeSlice[which] = false;
    }
    if (touched !== null && arrays.labels !== null) {
      overlay.updateSlice('labels', touched, copied(arrays.labels, touched, plane, shown.image.geometry.size, shown.slice));
    }
    touched = null;
    if (overlayChanged) overlay.render(transform, plane, style, size.deviceWidth / size.width);
    overlayChanged = false;
  }

  function drawNothing(): void {
    if (!greyChanged) return;
    greyChanged = false;
    grey.hide();
    grey.render({ centreXMm: 0, centreYMm: 0, pixelsPerMm: 1 }, size);
    overlay.clear();
  }

  function drawGrey({ image: from, plane, slice: index }: Shown, at: ViewTransform): void {
    if (!greyChanged) return;
    greyChanged = false;
    if (pixels === null) {
      pixels = greyPixels(from, plane, index, window_, grey.blendsFloats);
      grey.setPixels(pixels.pixels, plane);
      grey.setWindow(pixels.centre, pixels.width);
    }
    grey.setInterpolation(interpolation);
    grey.render(at, size);
  }

  function placeRing(): void {
    if (brush === null || shown === null || transform === null) {
      ring.hide();
      return;
    }
    const bounds = container.getBoundingClientRect();
    const { right, down } = shown.plane;
    const radius = brush.radiusVoxels * Math.min(right.spacingMm, down.spacingMm) * transform.pixelsPerMm;
    ring.show(brush.clientX - bounds.left, brush.clientY - bounds.top, radius, brush.erases);
  }

  /** What lies above the canvases goes with the picture. */
  function placeLines(): void {
    const at = shown;
    const by = transform;
    if (at === null || by === null) {
      lines.hide();
      path.hide();
      return;
    }
    const placeOf = (voxel: Vec3): { readonly x: number; readonly y: number } => placeInView(by, at.plane, size, pointOfVoxel(at.plane, voxel));
    if (crosshair === null) lines.hide();
    else {
      const { x, y } = placeOf(crosshair);
      lines.show(x, y);
    }
    if (drawn === null) path.hide();
    else path.show(drawn.map(placeOf));
  }

  const scaleListeners = new Set<(pixelsPerMm: number) => void>();
  let toldScale = 0;
  function tellScale(pixelsPerMm: number): void {
    if (pixelsPerMm === toldScale) return;
    toldScale = pixelsPerMm;
    for (const listener of scaleListeners) listener(pixelsPerMm);
  }

  const pointUnder = (clientX: number, clientY: number): PlanePoint | null => {
    if (shown === null || transform === null) return null;
    const bounds = container.getBoundingClientRect();
    return pointInView(transform, shown.plane, size, clientX - bounds.left, clientY - bounds.top);
  };

  const zoomAbout = (factor: number, x: number, y: number): void => {
    if (shown === null || transform === null) return;
    transform = zoomed(transform, shown.plane, size, factor, x, y);
    isFitted = false;
    moved();
  };

  const setArray = (which: OverlaySlice, voxels: Uint8Array | null): void => {
    arrays[which] = voxels;
    wholeSlice[which] = overlayChanged = true;
    if (which === 'labels') touched = null;
    soon();
  };

  // A lost context takes everything on the card with it: both layers are made anew once one is back.
  const renew = (): void => {
    grey.dispose();
    overlay.dispose();
    grey = createGreyLayer(container);
    overlay = createLabelLayer(container);
    container.append(...[...container.children].filter((child) => !(child instanceof HTMLCanvasElement)));
    watchContexts();
    applySize();
    allChanged();
  };
  function watchContexts(): void {
    for (const canvas of [grey.canvas, overlay.canvas]) {
      canvas.addEventListener('webglcontextlost', (event) => {
        if (canvas !== grey.canvas && canvas !== overlay.canvas) return;
        event.preventDefault();
        if (!isLost) onLost(true);
        isLost = true;
      });
      canvas.addEventListener('webglcontextrestored', () => {
        if (!isLost || (canvas !== grey.canvas && canvas !== overlay.canvas)) return;
        isLost = false;
        renew();
        onLost(false);
      });
    }
  }
  const applySize = (): void => {
    if (size.deviceWidth === 0 || size.deviceHeight === 0) return;
    grey.setSize(size.deviceWidth, size.deviceHeight);
    overlay.setSize(size.deviceWidth, size.deviceHeight);
  };

  watchContexts();
  const unwatchSize = watchSize(container, (next) => {
    size = next;
    applySize();
    // At once: a canvas that was given a size is empty until it is drawn again.
    greyChanged = overlayChanged = true;
    draw();
    placeRing();
    placeLines();
  });

  return {
    setImage(next) {
      image = next;
      arrays.labels = arrays.prediction = null;
      settle();
    },
    setLabels: (voxels) => setArray('labels', voxels),
    setPrediction: (voxels) => setArray('prediction', voxels),
    setLabelTable(next) {
      table = next;
      paletteChanged = overlayChanged = true;
      soon();
    },
    setStyle(next) {
      style = next;
      paletteChanged = overlayChanged = true;
      soon();
    },
    setSlice(nextAxis, index) {
      if (axis === nextAxis && slice === index) return;
      axis = nextAxis;
      slice = index;
      settle();
    },
    setDisplay(next) {
      if (display === next) return;
      display = next;
      settle();
    },
    setCrosshair(voxel) {
      crosshair = voxel;
      placeLines();
    },
    setPath(voxels) {
      drawn = voxels;
      placeLines();
    },
    setWindow(next) {
      window_ = next;
      if (pixels?.keepsForWindows) {
        const { centre, width } = pixels.windowOf(next);
        grey.setWindow(centre, width);
      } else {
        pixels = null;
      }
      greyChanged = true;
      soon();
    },
    setInterpolation(next) {
      interpolation = next;
      greyChanged = true;
      soon();
    },
    labelsChanged(box: VoxelBox) {
      if (shown === null || wholeSlice.labels) return;
      const rectangle = touchedRectangle(shown.plane, shown.slice, box);
      if (rectangle === null) return;
      touched = touched === null ? rectangle : unionRectangle(touched, rectangle);
      overlayChanged = true;
      soon();
    },
    showBrush(at, radiusVoxels, erases) {
      brush = at && { clientX: at.clientX, clientY: at.clientY, radiusVoxels, erases };
      placeRing();
    },
    voxelAt(clientX, clientY) {
      const point = pointUnder(clientX, clientY);
      return point !== null && isOnSlice(shown!.plane, point) ? voxelAtPoint(shown!.plane, shown!.slice, point) : null;
    },
    positionAt(clientX, clientY) {
      const point = pointUnder(clientX, clientY);
      return point && voxelAtPoint(shown!.plane, shown!.slice, point);
    },
    clientOf(voxel) {
      if (shown === null || transform === null) return null;
      const bounds = container.getBoundingClientRect();
      const { x, y } = placeInView(transform, shown.plane, size, pointOfVoxel(shown.plane, voxel));
      return { clientX: bounds.left + x, clientY: bounds.top + y };
    },
    zoomBy(factor, clientX, clientY) {
      const bounds = container.getBoundingClientRect();
      zoomAbout(factor, clientX - bounds.left, clientY - bounds.top);
    },
    zoomInPlace: (factor) => zoomAbout(factor, size.width / 2, size.height / 2),
    panBy(dxPx, dyPx) {
      if (shown === null || transform === null) return;
      transform = panned(transform, shown.plane, dxPx, dyPx);
      isFitted = false;
      moved();
    },
    zoomTo({ first, last }) {
      if (shown === null || size.width === 0) return;
      transform = transformAround(shown.plane, size, pointOfVoxel(shown.plane, first), pointOfVoxel(shown.plane, last));
      isFitted = false;
      moved();
    },
    resetView() {
      isFitted = true;
      moved();
    },
    get pixelsPerMm() {
      return shown === null ? 0 : transform?.pixelsPerMm ?? 0;
    },
    watchScale(listener) {
      scaleListeners.add(listener);
      return () => { scaleListeners.delete(listener); };
    },
    dispose() {
      cancelAnimationFrame(frame);
      unwatchSize();
      isLost = true;
      grey.dispose();
      overlay.dispose();
      ring.dispose();
      lines.dispose();
      path.dispose();
    },
  };
}

