/** Where a ray meets the surfaces of labels. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelSurface } from '#shared/regions/surface.ts';
import type { Ray } from './orbit-camera.ts';

/** The box along the axes of patient space that holds a surface: smallest and largest x, y, z. */
export type Bounds = readonly [Vec3, Vec3];

export function boundsOf({ positions }: LabelSurface): Bounds {
  let [leastX, leastY, leastZ] = [Infinity, Infinity, Infinity];
  let [mostX, mostY, mostZ] = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    if (x < leastX) leastX = x;
    if (x > mostX) mostX = x;
    if (y < leastY) leastY = y;
    if (y > mostY) mostY = y;
    if (z < leastZ) leastZ = z;
    if (z > mostZ) mostZ = z;
  }
  return [[leastX, leastY, leastZ], [mostX, mostY, mostZ]];
}

/** The part of a ray within a box, mm from its origin; null where it misses (slabs: Kay and Kajiya, SIGGRAPH 1986). */
export function throughBox({ origin, direction }: Ray, [least, most]: Bounds): { readonly from: number; readonly to: number } | null {
  let [from, to] = [0, Infinity];
  for (const axis of [0, 1, 2] as const) {
    if (direction[axis] === 0) {
      if (origin[axis] < least[axis] || origin[axis] > most[axis]) return null;
      continue;
    }
    const a = (least[axis] - origin[axis]) / direction[axis];
    const b = (most[axis] - origin[axis]) / direction[axis];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from <= to ? { from, to } : null;
}

/** How far the nearest triangle that faces the ray lies, mm; null where there is none (Möller and Trumbore, 1997). */
export function distanceToSurface({ origin, direction: [dx, dy, dz] }: Ray, { positions, triangles }: LabelSurface): number | null {
  let nearest = Infinity;
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [3 * triangles[at]!, 3 * triangles[at + 1]!, 3 * triangles[at + 2]!];
    const [ax, ay, az] = [positions[a]!, positions[a + 1]!, positions[a + 2]!];
    const [ux, uy, uz] = [positions[b]! - ax, positions[b + 1]! - ay, positions[b + 2]! - az];
    const [vx, vy, vz] = [positions[c]! - ax, positions[c + 1]! - ay, positions[c + 2]! - az];
    const [px, py, pz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx];
    const determinant = ux * px + uy * py + uz * pz;
    // Seen from behind, or along its edge.
    if (determinant <= 0) continue;
    const [sx, sy, sz] = [origin[0] - ax, origin[1] - ay, origin[2] - az];
    const u = sx * px + sy * py + sz * pz;
    if (u < 0 || u > determinant) continue;
    const [qx, qy, qz] = [sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux];
    const v = dx * qx + dy * qy + dz * qz;
    if (v < 0 || u + v > determinant) continue;
    const distance = (vx * qx + vy * qy + vz * qz) / determinant;
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  return nearest === Infinity ? null : nearest;
}

/** The nearest point of the given surfaces, mm from the ray's origin, and whose it is. */
export function nearestHit(ray: Ray, surfaces: Iterable<{ readonly surface: LabelSurface; readonly bounds: Bounds }>): { readonly distance: number; readonly label: number } | null {
  const met = [...surfaces].flatMap(({ surface, bounds }) => {
    const within = throughBox(ray, bounds);
    return within === null ? [] : [{ surface, from: within.from }];
  }).sort((one, other) => one.from - other.from);
  let nearest: { readonly distance: number; readonly label: number } | null = null;
  for (const { surface, from } of met) {
    // All others begin further away still.
    if (nearest !== null && from > nearest.distance) break;
    const distance = distanceToSurface(ray, surface);
    if (distance !== null && (nearest === null || distance < nearest.distance)) nearest = { distance, label: surface.label };
  }
  return nearest;
}
