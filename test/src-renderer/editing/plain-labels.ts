/** What each tool does to the labels of a whole volume, said voxel by voxel as plainly as it can be: what the real ones are held against. */
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelBlock } from '../../../src-renderer/editing/paint-block.ts';
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
  readonly shape: 'round' | 'square';
  /** A ball or a cube. */
  readonly isThrough: boolean;
}

export function stroked(labels: Uint8Array, { label, axis, points, radius, shape, isThrough }: PlainStroke, rules: PlainRules): Uint8Array {
  const legs = points.map((point, n) => [points[Math.max(n - 1, 0)]!, point] as const);
  return labels.map((present, at) => {
    const voxel = placeOf(at);
    if (isThrough ? Math.abs(voxel[axis] - points[0]![axis]) >= radius : voxel[axis] !== points[0]![axis]) return present;
    if (!isPaintable(rules, present, at)) return present;
    return legs.some(([from, to]) => (shape === 'square' ? isPassed(voxel, from, to, axis, radius) : distance(voxel, from, to) <= radius)) ? label : present;
  });
}

function distance(voxel: Vec3, from: Vec3, to: Vec3): number {
  const along = to.map((end, axis) => end - from[axis]!);
  const length2 = along.reduce((sum, step) => sum + step * step, 0);
  const reached = length2 === 0 ? 0 : voxel.reduce((sum, place, axis) => sum + (place - from[axis]!) * along[axis]!, 0) / length2;
  const t = Math.min(Math.max(reached, 0), 1);
  return Math.hypot(...voxel.map((place, axis) => place - from[axis]! - t * along[axis]!));
}

/** Whether a square around a place on the way has the voxel in it: where on the way that is, along both axes. */
function isPassed(voxel: Vec3, from: Vec3, to: Vec3, axis: AxisIndex, half: number): boolean {
  let [enters, leaves] = [0, 1];
  for (const along of ([0, 1, 2] as const).filter((one) => one !== axis)) {
    const [away, step] = [voxel[along] - from[along], to[along] - from[along]];
    if (step === 0 && Math.abs(away) > half) return false;
    if (step === 0) continue;
    const ends = [(away - half) / step, (away + half) / step];
    enters = Math.max(enters, Math.min(...ends));
    leaves = Math.min(leaves, Math.max(...ends));
  }
  return enters <= leaves;
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

/** What a tool found. */
export function blockWritten(labels: Uint8Array, rules: PlainRules, { box: { first, last }, where, label }: LabelBlock): Uint8Array {
  return written(labels, rules, (at) => {
    const [i, j, k] = placeOf(at);
    if (i < first[0] || i > last[0] || j < first[1] || j > last[1] || k < first[2] || k > last[2]) return null;
    const inside = i - first[0] + (last[0] - first[0] + 1) * (j - first[1] + (last[1] - first[1] + 1) * (k - first[2]));
    return where[inside] === 0 ? null : typeof label === 'number' ? label : label[inside]!;
  });
}

/** Slices of one state into another. */
export function replaced(labels: Uint8Array, from: Uint8Array, slices: 'all' | readonly number[], axis: AxisIndex): Uint8Array {
  return labels.map((present, at) => (slices === 'all' || slices.includes(placeOf(at)[axis]) ? from[at]! : present));
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
