/**
 * What the annotate page asks of a slice view: a picture of one slice of a volume, labels above it.
 * Knows neither Vue nor the host; the page gives it arrays and tells it which part of them changed.
 */
import type { Display } from '#shared/geometry/slice-plane.ts';
import type { AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { LabelEntry, LabelLook } from '#shared/labels/label-table.ts';
import type { ColourMapName } from '#shared/voxels/colour-maps.ts';
import type { Projection } from '#shared/voxels/slab.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import type { ViewTransform } from './view-transform.ts';

export type { VoxelBox };

export interface ViewedImage {
  readonly voxels: VoxelArray;
  readonly geometry: VolumeGeometry;
  /** Real value = slope · stored + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Whether left and right can be told (not for PNG, nor where `trust` says so): else shown as it is stored. */
  readonly orientationKnown: boolean;
}

/** In real values. */
export interface GreyWindow {
  readonly centre: number;
  readonly width: number;
}

/** Slices seen as one, about the shown one. */
export interface Slab {
  readonly projection: Projection;
  readonly thicknessMm: number;
}

/** A second image of the patient, on whatever grid, before the first. */
export interface LaidOver {
  readonly image: ViewedImage;
  readonly window: GreyWindow;
  readonly colours: ColourMapName;
  /** 0–1 */
  readonly opacity: number;
  /** What is below its window is not drawn. */
  readonly hidesBelow: boolean;
}

/** What is drawn of a label; its opacity, of fill and outline, is 1 where none is told. */
export type ShownLabel = Pick<LabelEntry, 'index' | 'colour'> & Partial<Pick<LabelLook, 'opacity'>>;

export interface LabelStyle {
  readonly drawing: 'fill' | 'outline';
  /** Of the fill, 0–1; outlines are solid. */
  readonly opacity: number;
  readonly labelsHidden: boolean;
  readonly predictionHidden: boolean;
  /** Where labels and prediction differ is drawn in place of both fills, whether or not either is hidden by itself. */
  readonly differenceShown?: boolean;
  /** Indices that are not drawn. */
  readonly hiddenLabels: ReadonlySet<number>;
}

/** A map above the greys and below the labels: one byte a voxel, 0 to 255 from the lower to the upper end of its colours. */
export interface HeatMap {
  /** Of the image's size, i fastest; read where they are. */
  readonly voxels: Uint8Array;
  readonly colours: ColourMapName;
  /** 0–1 */
  readonly opacity: number;
  /** 0–255; what is below is not drawn. */
  readonly least: number;
}

/** CSS pixels from the view's upper left corner. */
export type PlaceOfVoxel = (voxel: Vec3) => { readonly x: number; readonly y: number };

export interface SliceView {
  /** Null: nothing to show. Labels, prediction and heat map are forgotten with the image. */
  setImage(image: ViewedImage | null): void;
  /** The arrays are read where they are, never copied whole; i fastest, one byte a voxel, of the image's size. */
  setLabels(labels: Uint8Array | null): void;
  setPrediction(prediction: Uint8Array | null): void;
  /** To be set again where its voxels changed. */
  setHeat(heat: HeatMap | null): void;
  setLabelTable(table: readonly ShownLabel[]): void;
  setStyle(style: LabelStyle): void;
  setSlice(axis: AxisIndex, index: number): void;
  /** Radiological from the start. */
  setDisplay(display: Display): void;
  /** Lines through a voxel; null hides them. */
  setCrosshair(voxel: Vec3 | null): void;
  /** A line through fractional voxel positions of the shown slice, while it is drawn; null hides it. */
  setPath(voxels: readonly Vec3[] | null): void;
  setWindow(window: GreyWindow): void;
  /** Grey from the start. */
  setColours(colours: ColourMapName): void;
  /** Null: the shown slice alone. */
  setSlab(slab: Slab | null): void;
  /** Greys of another image where the slice lies in the patient, in place of the image's own; planes, places and labels stay the image's. */
  setShown(image: ViewedImage | null): void;
  setOver(over: LaidOver | null): void;
  /** How greys are drawn between voxel centres; labels are never mixed. Linear from the start. */
  setInterpolation(interpolation: 'linear' | 'nearest'): void;
  /** Labels changed inside the box: uploads the touched rectangle of the shown slice alone. */
  labelsChanged(box: VoxelBox): void;
  /** Ring under the pointer, radius in voxels of the finer in-plane axis; null hides it. Round where nothing is said. */
  showBrush(at: { readonly clientX: number; readonly clientY: number } | null, radiusVoxels: number, erases: boolean, shape?: 'round' | 'square'): void;
  /** Fractional voxel position under a point of the window; null outside the picture. */
  voxelAt(clientX: number, clientY: number): Vec3 | null;
  /** The same beyond the picture's edges, for a stroke that leaves it and comes back; null where nothing is shown. */
  positionAt(clientX: number, clientY: number): Vec3 | null;
  /** Where a voxel of the shown slice lies in the window: the inverse of `positionAt`. */
  clientOf(voxel: Vec3): { readonly clientX: number; readonly clientY: number } | null;
  zoomBy(factor: number, clientX: number, clientY: number): void;
  panBy(dxPx: number, dyPx: number): void;
  /** About the middle of the view: another view is zoomed, and this one goes with it. */
  zoomInPlace(factor: number): void;
  /** A box of voxels, with its surroundings. */
  zoomTo(box: VoxelBox): void;
  /** The whole slice, centred. */
  resetView(): void;
  /** Where the slice lies in the view; null where nothing is shown. */
  readonly transform: ViewTransform | null;
  /** Whether that is the whole slice, centred. */
  readonly isFitted: boolean;
  /** There, as another view of the same plane has it. */
  moveTo(transform: ViewTransform): void;
  /** CSS pixels; 0 where nothing is shown. */
  readonly pixelsPerMm: number;
  /** Told when `pixelsPerMm` changes. @returns ends it */
  watchScale(listener: (pixelsPerMm: number) => void): () => void;
  /** Told whenever voxels lie elsewhere in the view, with where they lie now; null where nothing is shown. @returns ends it */
  watchPlaces(listener: (placeOf: PlaceOfVoxel | null) => void): () => void;
  /** Ends everything: GL contexts, observers, listeners. */
  dispose(): void;
}
