/**
 * How far two surfaces lie apart. Definitions as in Maier-Hein, Reinke et al. 2024, "Metrics reloaded"
 * (doi 10.1038/s41592-023-02151-z); surface Dice from Nikolov et al. 2021 (doi 10.2196/26151), counted
 * in surface voxels. Knows voxels, no labels and no patients.
 */
import { axes, axisStep, spacingMm } from '../../geometry/affine.ts';
import type { Affine, Vec3 } from '../../geometry/volume-geometry.ts';
import type { VoxelBox } from '../../geometry/voxel-box.ts';
import { percentile } from '../../voxels/grey-statistics.ts';
import { distancesByMap } from './distance-map.ts';
import { distancesByTree } from './nearest-point.ts';
import { centresOf } from './surface.ts';

/** Distances in the unit of the grid; the last is a share. */
export interface SurfaceDistances {
  /** The largest distance from a voxel of either surface to the other surface. */
  readonly hd: number;
  /** The larger of the two directed 95th percentiles, each between two values linearly. */
  readonly hd95: number;
  /** The mean over the voxels of both surfaces together, so that the larger surface weighs more. */
  readonly assd: number;
  /** The share of both surfaces' voxels that lie within the tolerance of the other surface. */
  readonly surfaceDice: number;
}

/** Indices of two surfaces' voxels, and where these lie. */
export interface TwoSurfaces {
  readonly prediction: Uint32Array;
  readonly reference: Uint32Array;
  readonly size: Vec3;
  /** Holds both surfaces. */
  readonly box: VoxelBox;
  /** Null: distances in voxels. */
  readonly affine: Affine | null;
}

/**
 * Two places that are exactly the tolerance apart count as within it, also where an affine in single
 * precision, or cosines written with six digits, make the last digits differ. A ten-thousandth of a mm
 * is far below what any image shows.
 */
const roundingError = 1e-4;
/** Cosine between two axes: below it a distance of 500 mm is wrong by less than 0.005 mm, and it is the rounding of a header. */
const rightAngle = 1e-5;

/**
 * Yields now and then, so that whoever runs it can stop it or let others in between.
 * @param tolerance in the unit of the distances
 * @throws RangeError where a surface has no voxel
 */
export function* surfaceDistances(surfaces: TwoSurfaces, tolerance: number): Generator<void, SurfaceDistances> {
  const { there, back } = yield* directedDistances(surfaces);
  const within = (distances: Float64Array): number =>
    distances.reduce((count, distance) => count + Number(distance <= tolerance + roundingError), 0);
  const sum = (distances: Float64Array): number => distances.reduce((total, distance) => total + distance, 0);
  const count = there.length + back.length;
  return {
    hd: Math.max(there.at(-1) as number, back.at(-1) as number),
    hd95: hd95Of({ there, back }),
    assd: (sum(there) + sum(back)) / count,
    surfaceDice: (within(there) + within(back)) / count,
  };
}

/** From each voxel of a surface to the other surface: of the prediction's to the reference, and back; ascending. */
export interface DirectedDistances {
  readonly there: Float64Array;
  readonly back: Float64Array;
}

/**
 * Yields as `surfaceDistances`.
 * @throws RangeError where a surface has no voxel
 */
export function* directedDistances(surfaces: TwoSurfaces): Generator<void, DirectedDistances> {
  const { prediction, reference } = surfaces;
  if (prediction.length === 0 || reference.length === 0) throw new RangeError('a surface without a voxel has no distance');
  return {
    there: (yield* distancesTo(reference, prediction, surfaces)).sort(),
    back: (yield* distancesTo(prediction, reference, surfaces)).sort(),
  };
}

/** @param distances ascending, at least one each */
export function hd95Of({ there, back }: DirectedDistances): number {
  return Math.max(percentile(there, 0.95), percentile(back, 0.95));
}

function* distancesTo(seeds: Uint32Array, places: Uint32Array, { size, box, affine }: TwoSurfaces): Generator<void, Float64Array> {
  if (affine !== null && !hasRightAngles(affine)) {
    return yield* distancesByTree(centresOf(seeds, size, affine), centresOf(places, size, affine));
  }
  return yield* distancesByMap(seeds, places, { size, box, spacing: affine === null ? [1, 1, 1] : spacingMm(affine) });
}

function hasRightAngles(affine: Affine): boolean {
  const spacing = spacingMm(affine);
  return axes.every((a) => {
    const b = axes[(a + 1) % 3] as typeof a;
    const [p, q] = [axisStep(affine, a), axisStep(affine, b)];
    return Math.abs(p[0] * q[0] + p[1] * q[1] + p[2] * q[2]) <= rightAngle * spacing[a] * spacing[b];
  });
}
