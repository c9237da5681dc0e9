import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { Grid, Mask } from '#shared/regions/grid.ts';

export interface Phantom {
  readonly name: string;
  readonly grid: Grid;
  readonly mask: Mask;
}

/** Lumps with holes, bridges and crumbs: noise, smoothed by its neighbours some times, above its mean or so. */
export function lumps([ni, nj, nk]: Vec3, seed: number, smoothings: number, above: number): Mask {
  const draws = randomDraws(seed, 'noise', 0, 0);
  let values = Float64Array.from({ length: ni * nj * nk }, () => draws.normal());
  for (let n = 0; n < smoothings; n++) {
    values = values.map((value, at) => {
      const around = [1, -1, ni, -ni, ni * nj, -ni * nj].map((step) => values[at + step] ?? value);
      return (value + around.reduce((sum, one) => sum + one, 0)) / 7;
    });
  }
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  return Uint8Array.from(values, (value) => Number(value > above * deviation));
}

/** The mask in the middle of an empty grid. */
function amidst({ size, spacingMm }: Grid, mask: Mask, rim: Vec3): { grid: Grid; mask: Mask } {
  const [ni, nj, nk] = size.map((length, axis) => length + 2 * rim[axis]!) as [number, number, number];
  const wide = new Uint8Array(ni * nj * nk);
  mask.forEach((value, at) => {
    const [i, j, k] = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])];
    wide[i + rim[0] + ni * (j + rim[1] + nj * (k + rim[2]))] = value;
  });
  return { grid: { size: [ni, nj, nk], spacingMm }, mask: wide };
}

const unequal: Grid = { size: [21, 17, 11], spacingMm: [0.7, 1.1, 2.5] };
const slices: readonly Vec3[] = [[33, 27, 1], [29, 1, 17], [1, 23, 31]];

/** In volumes and single slices, up to the edge of the grid and far from it. */
export const phantoms: readonly Phantom[] = [
  { name: 'noise', grid: { size: [13, 12, 9], spacingMm: [1, 1, 1] }, mask: lumps([13, 12, 9], 1, 0, 0.5) },
  { name: 'lumps', grid: unequal, mask: lumps(unequal.size, 2, 2, 0.2) },
  { name: 'sponge', grid: { size: [19, 20, 18], spacingMm: [1, 1, 1] }, mask: lumps([19, 20, 18], 3, 1, -0.5) },
  { name: 'amidst', ...amidst({ size: [12, 9, 8], spacingMm: [0.9, 0.9, 1.7] }, lumps([12, 9, 8], 4, 2, -0.3), [6, 7, 5]) },
  ...slices.map((size, at) => ({ name: `slice${at}`, grid: { size, spacingMm: [0.8, 1.3, 2.1] }, mask: lumps(size, 5 + at, 1, 0) }) as const),
  { name: 'empty', grid: { size: [5, 4, 3], spacingMm: [1, 2, 3] }, mask: new Uint8Array(60) },
  { name: 'full', grid: { size: [5, 4, 3], spacingMm: [1, 2, 3] }, mask: new Uint8Array(60).fill(1) },
];

/** What `askAboutArrays` takes: the masks, and beside them their names, sizes (k, j, i) and spacings (k, j, i). */
export const asked = {
  arrays: Object.fromEntries(phantoms.map(({ name, mask }) => [name, mask])),
  parameters: phantoms.map(({ name, grid }) => ({ name, shape: [...grid.size].reverse(), spacing: [...grid.spacingMm].reverse() })),
};

/** How many voxels are not the same; to be 0. */
export function differing(ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance = 0): number {
  if (ours.length !== theirs.length) return Infinity;
  let count = 0;
  for (let at = 0; at < ours.length; at++) if (!(Math.abs(ours[at]! - theirs[at]!) <= tolerance * Math.abs(theirs[at]!))) count++;
  return count;
}
