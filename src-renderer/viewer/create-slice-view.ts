/**
 * Shows one slice of a volume with labels above it, in two canvases under one transform, drawn at most once
 * a frame and only where something changed. Must not know Vue, the host, or what the labels mean.
 */
import { pointOfVoxel, slicePlane, voxelAtPoint, type Display, type PlanePoint } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { createGreySlice, type PlacedSlice } from './grey-slice.ts';
import { createLabelSlices } from './label-slices.ts';
import { createListeners } from './listeners.ts';
import { createMarksAbove } from './marks-above.ts';
import { createPlaces } from './places.ts';
import type { SliceView, ViewedImage } from './slice-view.ts';
import { fittingTransform, isOnSlice, panned, placeInView, pointInView, transformAround, zoomed, type ViewTransform } from './view-transform.ts';
import { watchContexts } from './watch-contexts.ts';
import { watchSize, type DeviceSize } from './watch-size.ts';

interface Shown extends PlacedSlice {
  readonly display: Display;
}

/**
 * @param container gets two canvases and what lies above them; is positioned by the page
 * @param onLost told `true` when the graphics card lets go of the view, `false` when it is back
 * @throws Error where the browser gives no WebGL 2
 */
export function createSliceView(container: HTMLElement, onLost: (lost: boolean) => void = () => undefined): SliceView {
  if (getComputedStyle(container).position === 'static') container.style.position = 'relative';
  container.style.overflow = 'hidden';

  const greys = createGreySlice(container, () => { if (!isEnded) soon(); });
  const labels = createLabelSlices(container);
  const above = createMarksAbove(container, () => {
    const [at, by] = [shown, transform];
    if (at === null || by === null) return null;
    const { right, down } = at.plane;
    return {
      placeOf: (voxel) => placeInView(by, at.plane, size, pointOfVoxel(at.plane, voxel)),
      pixelsPerVoxel: Math.min(right.spacingMm, down.spacingMm) * by.pixelsPerMm,
    };
  });
  const scale = createListeners<number>();
  const places = createPlaces();
  let isEnded = false;

  let size: DeviceSize = { width: 0, height: 0, deviceWidth: 0, deviceHeight: 0 };
  let image: ViewedImage | null = null;
  let axis: AxisIndex = 2;
  let slice = 0;
  let display: Display = 'radiological';
  let shown: Shown | null = null;
  let transform: ViewTransform | null = null;
  let isFitted = true;
  /** Has been asked for. */
  let frame = 0;

  const soon = (): void => {
    frame ||= requestAnimationFrame(draw);
  };
  const moved = (): void => {
    greys.moved();
    labels.moved();
    above.place();
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
      // Where another plane lay says nothing of this one.
      if (!isSamePlane) [isFitted, transform] = [true, null];
    }
    greys.sliceChanged();
    labels.sliceChanged();
    soon();
  };

  function draw(): void {
    frame = 0;
    if (isEnded || contexts.isLost() || size.deviceWidth === 0 || size.deviceHeight === 0) return;
    if (shown === null) {
      greys.drawNothing(size);
      labels.clear();
      places.leave();
      return;
    }
    if (isFitted || transform === null) {
      transform = fittingTransform(shown.plane, size);
      above.place();
    }
    scale.tell(transform.pixelsPerMm);
    places.move(shown.plane, transform, size);
    greys.draw(shown, transform, size);
    labels.draw(shown, transform, size);
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

  // A lost context takes everything on the card with it: both layers are made anew once one is back.
  const renew = (): void => {
    greys.renew();
    labels.renew();
    container.append(...[...container.children].filter((child) => !(child instanceof HTMLCanvasElement)));
    applySize();
    soon();
  };
  const applySize = (): void => {
    if (size.deviceWidth === 0 || size.deviceHeight === 0) return;
    for (const layer of [greys, labels]) layer.setSize(size.deviceWidth, size.deviceHeight);
  };
  const contexts = watchContexts(() => [greys.canvas, labels.canvas], renew, (lost) => { if (!isEnded) onLost(lost); });
  contexts.begin();
  const unwatchSize = watchSize(container, (next) => {
    size = next;
    applySize();
    // At once: a canvas that was given a size is empty until it is drawn again.
    greys.moved();
    labels.moved();
    draw();
    above.place();
  });

  return {
    setImage(next) {
      image = next;
      labels.forgetArrays();
      settle();
    },
    setLabels(voxels) {
      labels.setArray('labels', voxels);
      soon();
    },
    setPrediction(voxels) {
      labels.setArray('prediction', voxels);
      soon();
    },
    setHeat(heat) {
      labels.setHeat(heat);
      soon();
    },
    setLabelTable(table) {
      labels.setTable(table);
      soon();
    },
    setStyle(style) {
      labels.setStyle(style);
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
    setCrosshair: (voxel) => above.setCrosshair(voxel),
    setPath: (voxels) => above.setPath(voxels),
    setWindow(window) {
      greys.setWindow(window);
      soon();
    },
    setColours(colours) {
      greys.setColours(colours);
      soon();
    },
    setSlab(slab) {
      greys.setSlab(slab);
      soon();
    },
    setShown(other) {
      greys.setShown(other);
      soon();
    },
    setOver(over) {
      greys.setOver(over);
      soon();
    },
    setInterpolation(interpolation) {
      greys.setInterpolation(interpolation);
      soon();
    },
    labelsChanged(box) {
      if (shown !== null && labels.labelsChanged(shown, box)) soon();
    },
    showBrush: (at, radiusVoxels, erases, shape = 'round') => above.showBrush(at, radiusVoxels, erases, shape),
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
    get transform() {
      return shown === null ? null : transform;
    },
    get isFitted() {
      return isFitted;
    },
    moveTo(to) {
      const isThere = transform !== null && transform.centreXMm === to.centreXMm && transform.centreYMm === to.centreYMm && transform.pixelsPerMm === to.pixelsPerMm;
      if (shown === null || isThere) return;
      transform = to;
      isFitted = false;
      moved();
    },
    get pixelsPerMm() {
      return shown === null ? 0 : transform?.pixelsPerMm ?? 0;
    },
    watchScale: (listener) => scale.add(listener),
    watchPlaces: (listener) => places.add(listener),
    dispose() {
      cancelAnimationFrame(frame);
      unwatchSize();
      contexts.end();
      isEnded = true;
      for (const part of [greys, labels, above]) part.dispose();
    },
  };
}
