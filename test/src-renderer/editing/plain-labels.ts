/** What each tool does to the labels of a whole volume, said voxel by voxel as plainly as it can be: what the real ones are held against. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { size } from './window-at-host.ts';

export const voxelCount = size[0] * size[1] * size[2];
export const placeOf = (at: number): Vec3 => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))];
/** Of the image that the windows have open: it rises along i. */
export const image = Uint8Array.from({ length: voxelCount }, (_, at) => placeOf(at)[0]);

export interface PlainRules {
  readonly locked: ReadonlySet<number>;
  readonly over: 'everything' | 'background' | { readonly label: number };
  /** Values of the image that may be painted on, bounds included. */
  readonly range: readonly [number, number] | null;
}

export function isPaintable({ locked, over, range }: PlainRules, present: number, at: number): boolean {
  if (locked.has(present)) return false;
  if (over === 'background' ? present !== 0 : over !== 'everything' && present !== over.label) return false;
  return range === null || (image[at]! >= range[0] && image[at]! <= range[1]);
}

export interface PlainStroke {
  readonly label: number;
  readonly axis: AxisIndex;
  /** In one slice. */
  readonly points: readonly Vec3[];
  readonly radius: number;
}

export function stroked(labels: Uint8Array, { label, axis, points, radius }: PlainStroke, rules: PlainRules): Uint8Array {
  const legs = points.map((point, n) => [points[Math.max(n - 1, 0)]!, point] as const);
  return labels.map((present, at) => {
    const voxel = placeOf(at);
    if (voxel[axis] !== points[0]![axis] || !isPaintable(rules, present, at)) return present;
    return legs.some(([from, to]) => distance(voxel, from, to) <= radius) ? label : present;
  });
}

function distance(voxel: Vec3, from: Vec3, to: Vec3): number {
  const along = to.map((end, axis) => end - from[axis]!);
  const length2 = along.reduce((sum, step) => sum + step * step, 0);
  const reached = length2 === 0 ? 0 : voxel.reduce((sum, place, axis) => sum + (place - from[axis]!) * along[axis]!, 0) / length2;
  const t = Math.min(Math.max(reached, 0), 1);
  return Math.hypot(...voxel.map((place, axis) => place - from[axis]! - t * along[axis]!));
}

/** @param wanted the label that a voxel is to have; null where it is to stay */
export function written(labels: Uint8Array, rules: PlainRules, wanted: (at: number) => number | null): Uint8Array {
  return labels.map((present, at) => {
    const label = wanted(at);
    if (label === null) return present;
    // That only empty voxels may be painted over is no rule about erasing; that only one label may is.
    const rule = label === 0 && rules.over === 'background' ? { ...rules, over: 'everything' as const } : rules;
    return isPaintable(rule, present, at) ? label : present;
  });
}

/** Slices of one state into another. @param keep labels that neither give way nor grow */
export function replaced(labels: Uint8Array, from: Uint8Array, slices: 'all' | readonly number[], axis: AxisIndex, keep: ReadonlySet<number> = new Set()): Uint8Array {
  return labels.map((present, at) => {
    const isChosen = slices === 'all' || slices.includes(placeOf(at)[axis]);
    return isChosen && !keep.has(present) && !keep.has(from[at]!) ? from[at]! : present;
  });
}

/** An edit is taken back where voxels still are what it made them. */
export function takenBack(labels: Uint8Array, { before, after }: { readonly before: Uint8Array; readonly after: Uint8Array }): Uint8Array {
  return labels.map((present, at) => (before[at] !== after[at] && present === after[at] ? before[at]! : present));
}

/** Any number for any voxel, the same for the same seed. */
export function scattered(seed: number, at: number): number {
  const mixed = Math.imul((at + 1) ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
