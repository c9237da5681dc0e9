/**
 * How a slice along a voxel axis lies on a screen: which voxel axes run to the right and down, and what
 * stands at its edges. Radiological display: the patient's right on the screen's left (axial, coronal); neurological:
 * on its right. In both anterior on the screen's left (sagittal), anterior or superior up. Knows no pixels of any screen.
 */
import { axes, axisStep, spacingMm } from './affine.ts';
import { axisDirections } from './orientation.ts';
import type { AxisIndex, Vec3, VolumeGeometry } from './volume-geometry.ts';

export type PlaneName = 'axial' | 'coronal' | 'sagittal';
/** From the feet, as one looks at a patient in bed, or from the head. */
export type Display = 'radiological' | 'neurological';
export type EdgeLetter = 'R' | 'L' | 'A' | 'P' | 'S' | 'I';

/** One of the two voxel axes that a slice shows. */
export interface PlaneAxis {
  readonly axis: AxisIndex;
  /** Whether the voxel index falls where the screen's direction grows. */
  readonly flipped: boolean;
  /** Voxels along it. */
  readonly count: number;
  readonly spacingMm: number;
}

export interface SlicePlane {
  /** The voxel axis that runs through the slices. */
  readonly axis: AxisIndex;
  readonly slices: number;
  readonly right: PlaneAxis;
  readonly down: PlaneAxis;
  /** By the nearest anatomical axis; null where the orientation is unknown. */
  readonly name: PlaneName | null;
  /** Angle between the slice and the anatomical plane that it is named by, 0 where it is unknown. */
  readonly obliqueDegrees: number;
  /** What lies towards each edge of the screen; null where the orientation is unknown. */
  readonly letters: { readonly left: EdgeLetter; readonly right: EdgeLetter; readonly top: EdgeLetter; readonly bottom: EdgeLetter } | null;
}

/** By the world axis (LPS) that runs through the plane: the world axes that shall run right and down, and which way. */
const displays = [
  { name: 'sagittal', right: { worldAxis: 1, sign: 1 }, down: { worldAxis: 2, sign: -1 }, letters: { left: 'A', right: 'P', top: 'S', bottom: 'I' } },
  { name: 'coronal', right: { worldAxis: 0, sign: 1 }, down: { worldAxis: 2, sign: -1 }, letters: { left: 'R', right: 'L', top: 'S', bottom: 'I' } },
  { name: 'axial', right: { worldAxis: 0, sign: 1 }, down: { worldAxis: 1, sign: 1 }, letters: { left: 'R', right: 'L', top: 'A', bottom: 'P' } },
] as const satisfies readonly { name: PlaneName; right: unknown; down: unknown; letters: SlicePlane['letters'] }[];

/**
 * @param axis the voxel axis that runs through the slices
 * @param orientationKnown whether the affine's directions can be believed; else the slice is shown as it
 *   is stored, the faster axis to the right, and nothing is claimed about its edges
 */
export function slicePlane(geometry: VolumeGeometry, axis: AxisIndex, orientationKnown = true, display: Display = 'radiological'): SlicePlane {
  const { size, affine } = geometry;
  const spacing = spacingMm(affine);
  const along = (planeAxis: AxisIndex, flipped: boolean): PlaneAxis =>
    ({ axis: planeAxis, flipped, count: size[planeAxis], spacingMm: spacing[planeAxis] || 1 });
  const [first, second] = axes.filter((other) => other !== axis) as [AxisIndex, AxisIndex];
  const common = { axis, slices: size[axis] };
  if (!orientationKnown) {
    return { ...common, right: along(first, false), down: along(second, false), name: null, obliqueDegrees: 0, letters: null };
  }
  const directions = axisDirections(affine);
  const { worldAxis } = directions[axis];
  const { name, right, down, letters } = displays[worldAxis];
  const towards = (wanted: { readonly worldAxis: AxisIndex; readonly sign: 1 | -1 }): PlaneAxis => {
    const shown = directions[first].worldAxis === wanted.worldAxis ? first : second;
    return along(shown, directions[shown].sign !== wanted.sign);
  };
  // Left and right are what the displays differ in.
  const mirrored = display === 'neurological' && right.worldAxis === 0;
  const shownRight = mirrored ? { ...right, sign: -1 as const } : right;
  const shownLetters = mirrored ? { ...letters, left: letters.right, right: letters.left } : letters;
  const normal = cross(axisStep(affine, first), axisStep(affine, second));
  return { ...common, right: towards(shownRight), down: towards(down), name, obliqueDegrees: angleToAxisDegrees(normal, worldAxis), letters: shownLetters };
}

/** A place in a slice: pixel centres at integers, counted from the screen's upper left; fractions are places between. */
export interface PlanePoint {
  readonly column: number;
  readonly row: number;
}

/** The voxel position (fractional where the point is) of a place in one slice. */
export function voxelAtPoint(plane: SlicePlane, slice: number, { column, row }: PlanePoint): Vec3 {
  const { axis, right, down } = plane;
  const voxel: [number, number, number] = [slice, slice, slice];
  voxel[axis] = slice;
  voxel[right.axis] = right.flipped ? right.count - 1 - column : column;
  voxel[down.axis] = down.flipped ? down.count - 1 - row : row;
  return voxel;
}

/** The inverse of `voxelAtPoint`; the position through the slices does not matter. */
export function pointOfVoxel({ right, down }: SlicePlane, voxel: Vec3): PlanePoint {
  const on = ({ axis, flipped, count }: PlaneAxis): number => (flipped ? count - 1 - voxel[axis] : voxel[axis]);
  return { column: on(right), row: on(down) };
}

/** Where the pixels of a slice lie in the volume's array (i fastest): pixel (c, r) at `start + c · stepRight + r · stepDown`. */
export interface SliceSteps {
  readonly start: number;
  readonly stepRight: number;
  readonly stepDown: number;
}

/** @param size of the volume */
export function sliceSteps({ axis, right, down }: SlicePlane, size: Vec3, slice: number): SliceSteps {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const step = ({ axis: along, flipped }: PlaneAxis): number => (flipped ? -strides[along] : strides[along]);
  const first = ({ axis: along, flipped, count }: PlaneAxis): number => (flipped ? (count - 1) * strides[along] : 0);
  return { start: slice * strides[axis] + first(right) + first(down), stepRight: step(right), stepDown: step(down) };
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function angleToAxisDegrees(direction: Vec3, worldAxis: AxisIndex): number {
  const along = Math.abs(direction[worldAxis]);
  const across = Math.hypot(...direction.filter((_, component) => component !== worldAxis));
  return (Math.atan2(across, along) * 180) / Math.PI;
}
