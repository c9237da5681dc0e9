/**
 * What the annotate page asks of the 3D view: surfaces of labels and the volume itself, seen from any side.
 * Knows neither Vue nor the host; the page gives it arrays, and surfaces brick by brick.
 */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { LabelEntry, LabelLook } from '#shared/labels/label-table.ts';
import type { LabelSurface } from '#shared/regions/surface.ts';
import type { RenderingPreset } from '#shared/voxels/rendering-presets.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { GreyWindow, ViewedImage } from '../slice-view.ts';
import type { Matrix4, OrbitCamera, StandardView } from './orbit-camera.ts';

export { standardViews, type StandardView } from './orbit-camera.ts';

/** What a surface needs to know of its label; without a look it is drawn as the style says. */
export type SurfaceLabels = readonly (Pick<LabelEntry, 'index' | 'colour'> & Partial<Pick<LabelLook, 'opacity' | 'visibleIn3d'>>)[];

export interface SurfaceStyle {
  readonly labelsHidden: boolean;
  /** Indices that are not drawn. */
  readonly hiddenLabels: ReadonlySet<number>;
  /** 0–1, times each label's own; at 1 nothing is seen through. */
  readonly opacity: number;
}

export interface Picked {
  /** LPS. */
  readonly placeMm: Vec3;
  /** Whose surface it is; null where the volume is seen there. */
  readonly label: number | null;
}

export interface VolumeView {
  /**
   * Null: nothing to show. An image on the same grid takes the other's place; with any other, surfaces, cropping and marked
   * point are forgotten, and it is seen from the front.
   */
  setImage(image: ViewedImage | null): void;
  setLabelTable(table: SurfaceLabels): void;
  setStyle(style: SurfaceStyle): void;
  /** A brick's surfaces, in place of those that it had; kept, not copied. Labels that are not in the table are not drawn. */
  updateSurface(brick: number, surfaces: readonly LabelSurface[]): void;
  clearSurfaces(): void;
  /** The window of the slices, which the projection is seen through. */
  setWindow(window: GreyWindow): void;
  /**
   * Null: surfaces alone. The image is read where it is, over some frames, whenever preset or window ask for it.
   * @param shift of the preset's values upwards, in shares of their width; a projection has none
   */
  setVolumeRendering(preset: RenderingPreset | null, shift?: number): void;
  /**
   * Shows the volume inside the box alone; surfaces stay whole.
   * @param dragged where given, the box is drawn with a handle on each face, and told the box that a handle was dragged to
   */
  setCropping(box: VoxelBox | null, dragged?: (box: VoxelBox) => void): void;
  /** A cross through a place of the patient, LPS mm; null hides it. */
  showPoint(placeMm: Vec3 | null): void;
  /** The edges of the three slices through a voxel; null hides them. */
  showSlices(voxel: Vec3 | null): void;
  /** A line that is being drawn around something, CSS pixels of the view; null hides it. */
  showLasso(line: Path | null): void;
  /** The nearest surface, or what the volume shows there, under a point of the window; null where nothing is. */
  pick(clientX: number, clientY: number): Picked | null;
  /** Where a place of the patient is seen in the window; null where nothing is shown. */
  clientOf(placeMm: Vec3): { readonly clientX: number; readonly clientY: number } | null;
  /** From LPS mm to CSS pixels of the view, as `viewMatrix` has it, for tools that cut along the direction of view; null where nothing is shown. */
  matrix(): Matrix4 | null;
  /** What is looked at turns with the pointer. */
  rotateBy(dxPx: number, dyPx: number): void;
  /** By so many degrees to the right and down, as keys do. */
  turnBy(rightDegrees: number, downDegrees: number): void;
  panBy(dxPx: number, dyPx: number): void;
  zoomBy(factor: number, clientX: number, clientY: number): void;
  /** Everything, from the patient's front or another side. */
  resetView(from?: StandardView): void;
  /** Told how many CSS pixels a mm at the depth of the middle has, the view being in perspective; 0 where nothing is shown. @returns ends it */
  watchScale(listener: (pixelsPerMm: number) => void): () => void;
  /** Who looks from where, to look from there again in another view of the same grid. */
  camera: OrbitCamera;
  /** Ends everything: GL contexts, observers, listeners, elements. */
  dispose(): void;
}
