/** What lies above the canvases and goes with the picture: the shared place, the line that is drawn, the ring of the brush. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { createBrushRing } from './brush-ring.ts';
import { createCrosshairLines } from './crosshair-lines.ts';
import { createDrawnPath } from './drawn-path.ts';

/** Where things lie in the view now. */
export interface Placing {
  /** CSS pixels from the view's upper left corner. */
  placeOf(voxel: Vec3): { readonly x: number; readonly y: number };
  /** CSS pixels a voxel of the finer in-plane axis. */
  readonly pixelsPerVoxel: number;
}

export interface MarksAbove {
  setCrosshair(voxel: Vec3 | null): void;
  setPath(voxels: readonly Vec3[] | null): void;
  showBrush(at: { readonly clientX: number; readonly clientY: number } | null, radiusVoxels: number, erases: boolean, shape: 'round' | 'square'): void;
  /** The picture has moved. */
  place(): void;
  dispose(): void;
}

/** @param placing null where nothing is shown */
export function createMarksAbove(container: HTMLElement, placing: () => Placing | null): MarksAbove {
  const lines = createCrosshairLines(container);
  const path = createDrawnPath(container);
  const ring = createBrushRing(container);
  let crosshair: Vec3 | null = null;
  let drawn: readonly Vec3[] | null = null;
  let brush: { readonly clientX: number; readonly clientY: number; readonly radiusVoxels: number; readonly erases: boolean; readonly shape: 'round' | 'square' } | null = null;

  const placeRing = (): void => {
    const at = placing();
    if (brush === null || at === null) {
      ring.hide();
      return;
    }
    const bounds = container.getBoundingClientRect();
    ring.show(brush.clientX - bounds.left, brush.clientY - bounds.top, brush.radiusVoxels * at.pixelsPerVoxel, brush.erases, brush.shape);
  };
  const placeLines = (): void => {
    const at = placing();
    if (at === null || crosshair === null) lines.hide();
    else {
      const { x, y } = at.placeOf(crosshair);
      lines.show(x, y);
    }
    if (at === null || drawn === null) path.hide();
    else path.show(drawn.map((voxel) => at.placeOf(voxel)));
  };

  return {
    setCrosshair(voxel) {
      crosshair = voxel;
      placeLines();
    },
    setPath(voxels) {
      drawn = voxels;
      placeLines();
    },
    showBrush(at, radiusVoxels, erases, shape) {
      brush = at && { clientX: at.clientX, clientY: at.clientY, radiusVoxels, erases, shape };
      placeRing();
    },
    place() {
      placeRing();
      placeLines();
    },
    dispose() {
      for (const mark of [ring, lines, path]) mark.dispose();
    },
  };
}
