/**
 * What a person measures on an image, and what it comes to. Positions are patient LPS mm. Knows neither who draws it nor
 * where it is kept.
 */
import { axisStep, indexToWorld, invertAffine } from '../geometry/affine.ts';
import type { Affine, SpaceTrust, Vec3 } from '../geometry/volume-geometry.ts';
import { crossProduct, minus } from './vectors.ts';

/**
 * `points` of each: `distance` its two ends; `angle` an arm, the vertex, the other arm, or with four points the ends of two lines
 * (Cobb's angle); `polygon` and `rectangle` the corners in turn; `ellipse` the centre and the ends of two half axes; `text` a place.
 */
export const measurementKinds = ['distance', 'angle', 'polygon', 'rectangle', 'ellipse', 'text'] as const;
export type MeasurementKind = (typeof measurementKinds)[number];

/** Those that are drawn with a hand, in the order in which they are offered. */
export const measuringKinds = ['distance', 'angle', 'ellipse', 'polygon'] as const satisfies readonly MeasurementKind[];
export type MeasuringKind = (typeof measuringKinds)[number];

/** Whole words, since they are written into tables: never mm where the image does not say how it lies. */
export type MeasurementUnit = 'mm' | 'mm2' | 'mm3' | 'voxels' | 'voxels2' | 'voxels3' | 'degrees';

export interface MeasuredShape {
  readonly kind: MeasurementKind;
  readonly points: readonly Vec3[];
}

/** The image that it was drawn on. */
export interface MeasuredSpace {
  readonly affine: Affine;
  readonly trust: SpaceTrust;
}

export interface MeasuredValue {
  readonly value: number;
  readonly unit: MeasurementUnit;
}

/** How many points each kind has, at least and at most. */
export const pointCounts: Readonly<Record<MeasurementKind, readonly [least: number, most: number]>> = {
  distance: [2, 2], angle: [3, 4], polygon: [3, 10_000], rectangle: [4, 4], ellipse: [3, 3], text: [1, 1],
};

export function hasRightPoints({ kind, points }: MeasuredShape): boolean {
  const [least, most] = pointCounts[kind];
  return points.length >= least && points.length <= most;
}

/** Whether it encloses an area, over which the image has a mean. */
export function isArea(kind: MeasurementKind): boolean {
  return kind === 'polygon' || kind === 'rectangle' || kind === 'ellipse';
}

/** Whether lengths on an image are in mm: a file that does not say how it lies may not have known its spacing either. */
export function isInMm({ trust }: Pick<MeasuredSpace, 'trust'>): boolean {
  return trust === 'known';
}

/**
 * A distance, an angle or an area. Where the image does not say how it lies everything is counted in voxels,
 * on its own grid.
 * @returns null for a place with a text, and for an angle one of whose lines has no length
 */
export function measure(shape: MeasuredShape, { affine, trust }: MeasuredSpace): MeasuredValue | null {
  if (!hasRightPoints(shape)) throw new RangeError(`${shape.kind} of ${shape.points.length} points`);
  const inVoxels = !isInMm({ trust });
  const toIndex = inVoxels ? invertAffine(affine) : null;
  const points = toIndex === null ? shape.points : shape.points.map((point) => indexToWorld(toIndex, point));
  const area = (value: number): MeasuredValue => ({ value, unit: inVoxels ? 'voxels2' : 'mm2' });
  switch (shape.kind) {
    case 'distance': return { value: Math.hypot(...minus(points[1]!, points[0]!)), unit: inVoxels ? 'voxels' : 'mm' };
    case 'angle': return angleOf(points);
    case 'polygon':
    case 'rectangle': return area(polygonArea(points));
    case 'ellipse': return area(Math.PI * Math.hypot(...crossProduct(minus(points[1]!, points[0]!), minus(points[2]!, points[0]!))));
    case 'text': return null;
  }
}

/** Between two arms at their vertex, or of the directions from the first to the second and from the third to the fourth point: 0–180°. */
function angleOf(points: readonly Vec3[]): MeasuredValue | null {
  const [a, b, c, d] = points as [Vec3, Vec3, Vec3, Vec3?];
  const [one, other] = d === undefined ? [minus(a, b), minus(c, b)] : [minus(b, a), minus(d, c)];
  const across = Math.hypot(...crossProduct(one, other));
  const along = one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
  if (Math.hypot(...one) === 0 || Math.hypot(...other) === 0) return null;
  // Exact for small and for flat angles, where the cosine is not: W. Kahan, "Computing Cross-Products and Rotations" (2016), §13.
  return { value: (Math.atan2(across, along) * 180) / Math.PI, unit: 'degrees' };
}

/** Half the length of the sum of cross products of neighbouring corners (Newell's sum): of a plane polygon without crossings its area. */
function polygonArea(corners: readonly Vec3[]): number {
  const first = corners[0]!;
  const sum: [number, number, number] = [0, 0, 0];
  for (let at = 1; at + 1 < corners.length; at += 1) {
    const part = crossProduct(minus(corners[at]!, first), minus(corners[at + 1]!, first));
    for (let axis = 0; axis < 3; axis += 1) sum[axis]! += part[axis]!;
  }
  return Math.hypot(...sum) / 2;
}

/** Where a plane, a point of it and its normal, comes to lie when space is moved. */
export function movedPlane({ point, normal }: MeasuredPlane, affine: Affine): MeasuredPlane {
  // Directions within the plane move as points do; its normal does not where space is sheared or stretched.
  const smallest = [0, 1, 2].reduce((best, axis) => (Math.abs(normal[axis]!) < Math.abs(normal[best]!) ? axis : best));
  const across = crossProduct(normal, [Number(smallest === 0), Number(smallest === 1), Number(smallest === 2)]);
  const moved = crossProduct(movedDirection(affine, across), movedDirection(affine, crossProduct(normal, across)));
  const length = Math.hypot(...moved);
  return { point: indexToWorld(affine, point), normal: [moved[0] / length, moved[1] / length, moved[2] / length] };
}

export interface MeasuredPlane {
  readonly point: Vec3;
  /** Of length 1. */
  readonly normal: Vec3;
}

function movedDirection(affine: Affine, [x, y, z]: Vec3): Vec3 {
  const [i, j, k] = [axisStep(affine, 0), axisStep(affine, 1), axisStep(affine, 2)];
  return [i[0] * x + j[0] * y + k[0] * z, i[1] * x + j[1] * y + k[1] * z, i[2] * x + j[2] * y + k[2] * z];
}
