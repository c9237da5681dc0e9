/** The image within an area that somebody drew: voxel by voxel where it lies in a slice, sampled where it is oblique. */
import { axes, indexToWorld, invertAffine, spacingMm } from '#shared/geometry/affine.ts';
import { resampleLinear } from '#shared/geometry/resample-linear.ts';
import type { AxisIndex, Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { areaBox, areaMask, type AreaKind, type Place } from '#shared/measurements/area-mask.ts';
import { areaStatistics, type AreaStatistics } from '#shared/measurements/area-statistics.ts';
import { isArea, type MeasuredShape } from '#shared/measurements/measure.ts';
import { crossProduct, minus } from '#shared/measurements/vectors.ts';
import type { ImageRecord, ProjectStore } from '../store/project-store.ts';
import { readSlab, readSlice } from './read-slice.ts';

/** Points that are this near to one slice of the grid, in voxels, lie in it. */
const sliceToleranceVoxels = 0.01;
/** Samples of an oblique plane along either direction at most: beyond it they lie farther apart. */
const mostSamples = 2048;

/** @returns null for what is no area, and where the area holds no voxel of the image */
export async function measureArea(store: ProjectStore, image: ImageRecord, { kind, points }: MeasuredShape): Promise<AreaStatistics | null> {
  if (!isArea(kind)) return null;
  const toIndex = invertAffine(image.geometry.affine);
  const indices = points.map((point) => indexToWorld(toIndex, point));
  const axis = axes.find((one) => spread(indices, one) <= 2 * sliceToleranceVoxels);
  return axis === undefined ? ofOblique(store, image, kind as AreaKind, points) : ofSlice(store, image, kind as AreaKind, indices, axis);
}

function spread(indices: readonly Vec3[], axis: AxisIndex): number {
  const along = indices.map((index) => index[axis]);
  return Math.max(...along) - Math.min(...along);
}

async function ofSlice(store: ProjectStore, image: ImageRecord, kind: AreaKind, indices: readonly Vec3[], axis: AxisIndex): Promise<AreaStatistics | null> {
  const { size } = image.geometry;
  const slice = Math.round(indices[0]![axis]);
  if (slice < 0 || slice >= size[axis]) return null;
  const [u, v] = axes.filter((other) => other !== axis) as [AxisIndex, AxisIndex];
  const mask = areaMask(kind, indices.map((index): Place => [index[u], index[v]]), size[u], size[v]);
  return areaStatistics(mask, await readSlice(store, image, axis, slice));
}

/** Sampled as finely as the image's finest spacing, trilinearly; beyond the image there is nothing. */
async function ofOblique(store: ProjectStore, image: ImageRecord, kind: AreaKind, points: readonly Vec3[]): Promise<AreaStatistics | null> {
  const frame = frameOf(points);
  if (frame === null) return null;
  const { origin, right, down, normal } = frame;
  const along = (point: Vec3, direction: Vec3): number => minus(point, origin).reduce((sum, value, at) => sum + value * direction[at]!, 0);
  const places = points.map((point): Place => [along(point, right), along(point, down)]);
  const { first, last } = areaBox(kind, places);
  const extent = Math.max(last[0] - first[0], last[1] - first[1]);
  const step = Math.max(Math.min(...spacingMm(image.geometry.affine)), extent / mostSamples);
  const [width, height] = [Math.ceil((last[0] - first[0]) / step) + 1, Math.ceil((last[1] - first[1]) / step) + 1];
  const start = at(at(origin, right, first[0]), down, first[1]);
  const plane: VolumeGeometry = {
    size: [width, height, 1],
    affine: [
      right[0] * step, down[0] * step, normal[0] * step, start[0],
      right[1] * step, down[1] * step, normal[1] * step, start[1],
      right[2] * step, down[2] * step, normal[2] * step, start[2],
    ],
  };
  const slab = await slabUnder(store, image, plane);
  if (slab === null) return null;
  const mask = areaMask(kind, places.map(([u, v]): Place => [(u - first[0]) / step, (v - first[1]) / step]), width, height);
  return areaStatistics(mask, resampleLinear(slab.values, slab.geometry, plane, NaN).values);
}

/** Two directions within the plane of the points and its normal, of length 1 each; null where they span none. */
function frameOf(points: readonly Vec3[]): { readonly origin: Vec3; readonly right: Vec3; readonly down: Vec3; readonly normal: Vec3 } | null {
  const origin = points[0]!;
  const longest = (vectors: readonly Vec3[]): Vec3 => vectors.reduce<Vec3>((best, one) => (Math.hypot(...one) > Math.hypot(...best) ? one : best), [0, 0, 0]);
  const arms = points.map((point) => minus(point, origin));
  const arm = longest(arms);
  const right = unit(arm);
  const normal = unit(longest(arms.map((other) => crossProduct(arm, other))));
  return right === null || normal === null ? null : { origin, right, normal, down: crossProduct(normal, right) };
}

function unit(vector: Vec3): Vec3 | null {
  const length = Math.hypot(...vector);
  return length === 0 ? null : [vector[0] / length, vector[1] / length, vector[2] / length];
}

function at(point: Vec3, direction: Vec3, distance: number): Vec3 {
  return [point[0] + distance * direction[0], point[1] + distance * direction[1], point[2] + distance * direction[2]];
}

/** The k-slices of the image that a plane of samples needs; null where it misses the image. */
async function slabUnder(store: ProjectStore, image: ImageRecord, plane: VolumeGeometry): Promise<{ readonly values: Float32Array; readonly geometry: VolumeGeometry } | null> {
  const { size, affine } = image.geometry;
  const toIndex = invertAffine(affine);
  const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([u, v]) =>
    indexToWorld(toIndex, indexToWorld(plane.affine, [u! * (plane.size[0] - 1), v! * (plane.size[1] - 1), 0]))[2]);
  const first = Math.max(0, Math.floor(Math.min(...corners)));
  const behind = Math.min(size[2], Math.ceil(Math.max(...corners)) + 1);
  if (first >= behind) return null;
  const origin = indexToWorld(affine, [0, 0, first]);
  const placed = [...affine] as unknown as [...VolumeGeometry['affine']];
  [placed[3], placed[7], placed[11]] = origin;
  return { values: await readSlab(store, image, first, behind), geometry: { size: [size[0], size[1], behind - first], affine: placed } };
}
