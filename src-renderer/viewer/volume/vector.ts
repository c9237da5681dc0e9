/** Arithmetic on directions and places, in patient space or on a screen. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
/** `a` and so many times `b`. */
export const along = (a: Vec3, times: number, b: Vec3): Vec3 => [a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]];
export function unit(a: Vec3): Vec3 {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
