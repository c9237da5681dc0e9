import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import type { Grid, Mask } from '#shared/regions/grid.ts';
import type { VoxelArray } from '#shared/voxels/voxel-type.ts';
import { labelsIn, valuesIn } from './painted-volumes.ts';

export interface Scribbled {
  readonly name: string;
  readonly grid: Grid;
  readonly values: Float32Array;
  readonly seeds: Uint8Array;
  readonly allowed?: Mask;
}

function smallOne(name: string, size: Vec3, spacingMm: Vec3, seed: number, allowedShare: number): Scribbled {
  const draws = randomDraws(seed, 'noise', 0, 0);
  const values = valuesIn(size, (i, j, k) => (i + j + 2 * k > 17 ? 100 : 20) + 9 * draws.normal());
  const seeds = new Uint8Array(values.length);
  for (let n = 0; n < 9; n++) seeds[draws.integer(seeds.length)] = 1 + (n % 3);
  // Corners, so that the box of the seeds is the whole grid.
  seeds[0] = 2;
  seeds[seeds.length - 1] = 1;
  if (allowedShare === 1) return { name, grid: { size, spacingMm }, values, seeds };
  const allowed = Uint8Array.from(values, (_, at) => Number(seeds[at] !== 0 || draws.uniform() < allowedShare));
  return { name, grid: { size, spacingMm }, values, seeds, allowed };
}

/** Random seeds of three labels on two tissues and noise: volumes, slices along each axis, and places out of bounds. */
export const smallOnes: readonly Scribbled[] = [
  smallOne('volume', [9, 8, 7], [1, 1, 1], 1, 1),
  smallOne('thickSlices', [10, 9, 5], [0.7, 0.8, 3], 2, 1),
  smallOne('labyrinth', [9, 9, 8], [1, 1.2, 2], 3, 0.45),
  smallOne('axial', [19, 17, 1], [0.8, 1.2, 4], 4, 1),
  smallOne('coronal', [15, 1, 12], [1, 5, 2], 5, 0.8),
  smallOne('sagittal', [1, 13, 14], [5, 1, 2], 6, 1),
];

/** What `askAboutArrays` takes of them. */
export const askedAboutScribbles = {
  arrays: Object.fromEntries(smallOnes.flatMap(({ name, values, seeds, allowed }): [string, VoxelArray][] => [
    [`${name}Values`, values], [`${name}Seeds`, seeds], [`${name}Allowed`, allowed ?? new Uint8Array(seeds.length).fill(1)],
  ])),
  parameters: smallOnes.map(({ name, grid }) => ({ name, shape: [...grid.size].reverse(), spacing: [...grid.spacingMm].reverse() })),
};

/** Python: `volume(each, 'Values')` in the order k, j, i, and `edges(each, steps)` between allowed voxels that lie so far apart. */
export const scribblesInPython = `
def volume(each, what):
    return array(each['name'] + what).reshape(each['shape'])
def edges(each, steps):
    numbers = numpy.arange(numpy.prod(each['shape'])).reshape(each['shape'])
    allowed = volume(each, 'Allowed') != 0
    for step in steps:
        here = tuple(slice(max(0, -s), min(n, n - s)) for s, n in zip(step, each['shape']))
        there = tuple(slice(max(0, s), min(n, n + s)) for s, n in zip(step, each['shape']))
        both = allowed[here] & allowed[there]
        yield step, numbers[here][both], numbers[there][both]
`;

const blobs = [[16, 16, 16, 9, 1], [34, 32, 26, 10, 2], [16, 36, 34, 7, 3]] as const;
const size: Vec3 = [48, 48, 48];

/** Three balls (1 to 3) of other brightness in noise, a short line of scribble in each and two around them (4). */
export const balls: { readonly grid: Grid; readonly values: Float32Array; readonly truth: Uint8Array; readonly seeds: Uint8Array } = (() => {
  const draws = randomDraws(7, 'noise', 0, 0);
  const truth = labelsIn(size, (i, j, k) => blobs.find(([x, y, z, radius]) => Math.hypot(i - x, j - y, k - z) < radius)?.[4] ?? 4);
  const brightness = [0, 160, 220, 280, 60];
  const values = Float32Array.from(truth, (label) => brightness[label]! + 20 * draws.normal());
  const seeds = labelsIn(size, (i, j, k) => {
    const inside = blobs.find(([x, y, z, radius]) => k === z && Math.abs(j - y) < 2 && Math.abs(i - x) < radius / 2);
    return inside?.[4] ?? ((j < 2 || j > 45) && k % 45 === 1 ? 4 : 0);
  });
  return { grid: { size, spacingMm: [1, 1, 1] }, values, truth, seeds };
})();
