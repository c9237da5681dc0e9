/** Where a ray through a rendered volume meets what is seen there. */
import { indexToWorld, invertAffine, spacingMm } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { Ray } from './orbit-camera.ts';
import { throughBox, type Bounds } from './pick-surface.ts';
import type { ReducedVolume } from './reduced-volume.ts';
import { along, minus } from './vector.ts';

export interface SeenVolume {
  readonly volume: ReducedVolume;
  /** By value, of a layer as thick as the copy's voxel; null for the largest value along the ray. */
  readonly opacities: Float32Array | null;
  /** What is not cropped away, in indices of the copy. */
  readonly bounds: Bounds;
}

/** What hides half of what is behind it counts as seen. */
const seenOpacity = 0.5;

/** How far along the ray the volume becomes opaque, or has its largest value, mm; null where there is nothing to be seen. */
export function distanceInVolume(ray: Ray, { volume, opacities, bounds }: SeenVolume): number | null {
  const toIndex = invertAffine(volume.affine);
  const start = indexToWorld(toIndex, ray.origin);
  const perMm = minus(indexToWorld(toIndex, along(ray.origin, 1, ray.direction)), start);
  const within = throughBox({ origin: start, direction: perMm }, bounds);
  if (within === null) return null;
  const layerMm = unitLayerMm(volume);
  const stepMm = layerMm / 2;
  let clear = 1;
  let [largest, largestAt] = [0, null as number | null];
  for (let distance = within.from; distance <= within.to; distance += stepMm) {
    const value = valueAt(volume, along(start, distance, perMm));
    if (opacities === null) {
      if (value > largest) [largest, largestAt] = [value, distance];
      continue;
    }
    clear *= (1 - opacities[Math.round(value)]!) ** (stepMm / layerMm);
    if (clear <= 1 - seenOpacity) return distance;
  }
  return largestAt;
}

/** The thickness that a preset's opacities are meant for. */
export function unitLayerMm({ affine }: ReducedVolume): number {
  return Math.cbrt(spacingMm(affine).reduce((product, spacing) => product * spacing, 1));
}

/** Between the eight voxels around a place, linearly; at the border as its outermost voxels. */
function valueAt({ values, size }: ReducedVolume, place: Vec3): number {
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  const share = [0, 0, 0];
  const steps = [1, size[0], size[0] * size[1]];
  for (let axis = 0; axis < 3; axis++) {
    const at = Math.min(Math.max(place[axis]!, 0), size[axis]! - 1);
    const whole = Math.floor(at);
    share[axis] = at - whole;
    low[axis] = whole * steps[axis]!;
    high[axis] = Math.min(whole + 1, size[axis]! - 1) * steps[axis]!;
  }
  let value = 0;
  for (let corner = 0; corner < 8; corner++) {
    let weight = 1;
    let index = 0;
    for (let axis = 0; axis < 3; axis++) {
      const isHigh = ((corner >> axis) & 1) === 1;
      weight *= isHigh ? share[axis]! : 1 - share[axis]!;
      index += isHigh ? high[axis]! : low[axis]!;
    }
    value += weight * values[index]!;
  }
  return value;
}
