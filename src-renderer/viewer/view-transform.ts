/** Where a slice lies in its view: one value that both canvases, the pointer and the brush ring are computed from. */
import type { PlanePoint, SlicePlane } from '#shared/geometry/slice-plane.ts';

export interface ViewSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface ViewTransform {
  /** The place of the slice, in mm from its upper left corner, that lies in the middle of the view. */
  readonly centreXMm: number;
  readonly centreYMm: number;
  /** CSS pixels. */
  readonly pixelsPerMm: number;
}

/** So that the picture's edge is seen as an edge. */
const margin = 0.98;
const largestPixelsPerVoxel = 200;
/** A picture may shrink to this share of the whole view. */
const smallestShare = 0.1;

export function sliceExtentMm({ right, down }: SlicePlane): { readonly width: number; readonly height: number } {
  return { width: right.count * right.spacingMm, height: down.count * down.spacingMm };
}

/** The whole slice, centred. */
export function fittingTransform(plane: SlicePlane, view: ViewSize): ViewTransform {
  const { width, height } = sliceExtentMm(plane);
  return { centreXMm: width / 2, centreYMm: height / 2, pixelsPerMm: margin * Math.min(view.width / width, view.height / height) };
}

/** A part of the slice in the middle, with as much again around it, as far as a picture may be enlarged. @param first, last pixels, both inclusive */
export function transformAround(plane: SlicePlane, view: ViewSize, first: PlanePoint, last: PlanePoint): ViewTransform {
  const extent = (from: number, to: number, spacing: number): number => (Math.abs(to - from) + 1) * spacing;
  const [width, height] = [extent(first.column, last.column, plane.right.spacingMm), extent(first.row, last.row, plane.down.spacingMm)];
  const wanted = Math.min(view.width / width, view.height / height) / 2;
  const most = largestPixelsPerVoxel / 4 / Math.min(plane.right.spacingMm, plane.down.spacingMm);
  return {
    centreXMm: ((first.column + last.column) / 2 + 0.5) * plane.right.spacingMm,
    centreYMm: ((first.row + last.row) / 2 + 0.5) * plane.down.spacingMm,
    pixelsPerMm: Math.max(Math.min(wanted, most), fittingTransform(plane, view).pixelsPerMm),
  };
}

/** @param x, y in CSS pixels from the view's upper left corner */
export function pointInView(transform: ViewTransform, plane: SlicePlane, view: ViewSize, x: number, y: number): PlanePoint {
  const xMm = transform.centreXMm + (x - view.width / 2) / transform.pixelsPerMm;
  const yMm = transform.centreYMm + (y - view.height / 2) / transform.pixelsPerMm;
  return { column: xMm / plane.right.spacingMm - 0.5, row: yMm / plane.down.spacingMm - 0.5 };
}

/** The inverse of `pointInView`: CSS pixels from the view's upper left corner. */
export function placeInView(transform: ViewTransform, plane: SlicePlane, view: ViewSize, { column, row }: PlanePoint): { readonly x: number; readonly y: number } {
  const { centreXMm, centreYMm, pixelsPerMm } = transform;
  return {
    x: view.width / 2 + ((column + 0.5) * plane.right.spacingMm - centreXMm) * pixelsPerMm,
    y: view.height / 2 + ((row + 0.5) * plane.down.spacingMm - centreYMm) * pixelsPerMm,
  };
}

/** Whether a place lies on a pixel of the slice. */
export function isOnSlice({ right, down }: SlicePlane, { column, row }: PlanePoint): boolean {
  return column >= -0.5 && row >= -0.5 && column < right.count - 0.5 && row < down.count - 0.5;
}

/** What lies under (x, y) stays there. */
export function zoomed(transform: ViewTransform, plane: SlicePlane, view: ViewSize, factor: number, x: number, y: number): ViewTransform {
  const least = smallestShare * fittingTransform(plane, view).pixelsPerMm;
  const most = largestPixelsPerVoxel / Math.min(plane.right.spacingMm, plane.down.spacingMm);
  const pixelsPerMm = Math.min(Math.max(transform.pixelsPerMm * factor, least), Math.max(most, least));
  const moved = 1 / transform.pixelsPerMm - 1 / pixelsPerMm;
  const placed = {
    centreXMm: transform.centreXMm + (x - view.width / 2) * moved,
    centreYMm: transform.centreYMm + (y - view.height / 2) * moved,
    pixelsPerMm,
  };
  return keptInView(placed, plane);
}

export function panned(transform: ViewTransform, plane: SlicePlane, dx: number, dy: number): ViewTransform {
  const { centreXMm, centreYMm, pixelsPerMm } = transform;
  return keptInView({ centreXMm: centreXMm - dx / pixelsPerMm, centreYMm: centreYMm - dy / pixelsPerMm, pixelsPerMm }, plane);
}

/** The middle of the view never leaves the slice, so that it cannot be lost. */
function keptInView(transform: ViewTransform, plane: SlicePlane): ViewTransform {
  const { width, height } = sliceExtentMm(plane);
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  return { ...transform, centreXMm: within(transform.centreXMm, width), centreYMm: within(transform.centreYMm, height) };
}
