/** What a view shows of a measurement: where it lies and what it comes to. */
import { indexToWorld } from '#shared/geometry/affine.ts';
import type { Measurement } from '#shared/contract/measurements.ts';
import type { Affine, AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { AreaKind } from '#shared/measurements/area-mask.ts';
import { areaInSlice } from '#shared/measurements/area-in-slice.ts';
import { hasRightPoints, isArea, measure, type MeasuredShape } from '#shared/measurements/measure.ts';
import type { Draft } from '../../stores/measurements.ts';
import type { ImageInfo } from './actions.ts';
import type { OpenCase } from './open-case.ts';

export type MeasuredFigure = Pick<Measurement, 'value' | 'unit' | 'statistics'>;

export interface ShownShape extends MeasuredShape {
  /** Null: it is being drawn. */
  readonly id: string | null;
  /** Empty while it has too few points. */
  readonly figure: MeasuredFigure | null;
  readonly text: string;
  /** That it is measured on. */
  readonly image: ImageInfo;
  readonly colour: string | null;
  readonly isSelected: boolean;
  /** It lies on the slice before or behind. */
  readonly isNear: boolean;
}

/**
 * What a shape of one slice comes to, without asking anybody: of another image than the one that labels lie on, its values
 * are known to the host alone.
 * @param indices its points, in voxels of the image that labels lie on
 * @param on the image that it is measured on
 */
export function figureOf({ viewed, image }: Pick<OpenCase, 'viewed' | 'image'>, kind: MeasuredShape['kind'], indices: readonly Vec3[], axis: AxisIndex | null, on: ImageInfo = image): MeasuredFigure | null {
  const points = indices.map((index) => indexToWorld(viewed.geometry.affine, index));
  if (!hasRightPoints({ kind, points })) return null;
  const found = measure({ kind, points }, { affine: on.affine as unknown as Affine, trust: on.trust });
  const statistics = isArea(kind) && axis !== null && on.id === image.id
    ? areaInSlice(kind as AreaKind, indices, axis, Math.round(indices[0]![axis]), { ...viewed, size: viewed.geometry.size })
    : null;
  return { value: found?.value ?? null, unit: found?.unit ?? null, statistics };
}

/** The points of what is being drawn, with the pointer as its next one: an ellipse is drawn from corner to corner. */
export function draftedPoints({ kind, axis, slice, points, pointer }: Draft): readonly Vec3[] {
  const placed = pointer === null ? points : [...points, pointer];
  if (kind !== 'ellipse') return placed;
  const [from, to] = placed;
  return from === undefined || to === undefined ? placed : ellipseBetween(from, to, axis, slice);
}

/** Within the rectangle of two corners. @returns its centre and the ends of two half axes */
export function ellipseBetween(from: Vec3, to: Vec3, axis: AxisIndex, slice: number): readonly [Vec3, Vec3, Vec3] {
  const [u, v] = [axis === 0 ? 1 : 0, axis === 2 ? 1 : 2] as const;
  const at = (alongU: number, alongV: number): Vec3 => {
    const place: [number, number, number] = [slice, slice, slice];
    [place[u], place[v]] = [alongU, alongV];
    return place;
  };
  const [middleU, middleV] = [(from[u] + to[u]) / 2, (from[v] + to[v]) / 2];
  return [at(middleU, middleV), at(to[u], middleV), at(middleU, to[v])];
}

/** How many points it takes; null: as many as a person likes. */
export const pointsWanted = { distance: 2, angle: 3, ellipse: 2, polygon: null } as const;
