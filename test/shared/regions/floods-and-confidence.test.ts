import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { boxOfSlice } from '#shared/regions/boxed-mask.ts';
import { floodEverywhere, floodFill, type FloodLimits, rangeAround, type Touching } from '#shared/regions/flood-fill.ts';
import { finish } from '#shared/regions/grid.ts';
import { type Confidence, growByConfidence } from '#shared/regions/grow-by-confidence.ts';
import { filterNeighbourhoods } from '#shared/regions/neighbourhood-filter.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';

const size = [14, 12, 10] as const;
const grid = { size, spacingMm: [1, 1.5, 2.5] } as const;
const [ni, nj, nk] = size;
const count = ni * nj * nk;
const at = ([i, j, k]: Vec3): number => i + ni * (j + nj * k);

/** Two things of 100 and 160 on 20, and noise. */
function phantom(seed: number, deviation: number): Float32Array {
  const draws = randomDraws(seed, 'noise', 0, 0);
  return Float32Array.from({ length: count }, (_, voxel) => {
    const [i, j, k] = [voxel % ni, Math.floor(voxel / ni) % nj, Math.floor(voxel / ni / nj)];
    const inner = Math.hypot(i - 5, j - 5, k - 5) < 4.2;
    return (inner ? 100 : i > 9 && j > 3 ? 160 : 20) + deviation * draws.normal();
  });
}

const noisy = phantom(1, 12);
const whole = Int16Array.from(phantom(2, 12));
const seeds: readonly (readonly Vec3[])[] = [[[5, 5, 5]], [[4, 6, 5], [12, 8, 2]], [[0, 0, 0]], [[13, 11, 9]]];
const confidence: Confidence = { multiplier: 2.5, iterations: 4, initialRadiusVoxels: 1, smoothing: null, box: null };
const confidences: readonly Confidence[] = [
  confidence,
  { ...confidence, multiplier: 1.5, iterations: 1 },
  { ...confidence, multiplier: 3, iterations: 0, initialRadiusVoxels: 2 },
  { ...confidence, multiplier: 4.5, iterations: 2 },
];

describe.skipIf(!pythonAvailable)(`what other programs grow${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(`
import SimpleITK as sitk
from scipy import ndimage
arrays = {name: array(name).reshape(parameters['size'][::-1]) for name in ('noisy', 'whole')}
images = {name: sitk.GetImageFromArray(values) for name, values in arrays.items()}
bits = lambda image: sitk.GetArrayFromImage(image).ravel().astype(int)
connected = lambda image, seeds, way: bits(sitk.ConnectedThreshold(image, seeds, 60, 130, 1, way))
grown = lambda image, seeds, given: bits(sitk.ConfidenceConnected(image, seeds, given['iterations'], given['multiplier'], given['initialRadiusVoxels'], 1))
answer({name: {
    'sides': [connected(image, seeds, sitk.ConnectedThresholdImageFilter.FaceConnectivity) for seeds in parameters['seeds']],
    'corners': [connected(image, seeds, sitk.ConnectedThresholdImageFilter.FullConnectivity) for seeds in parameters['seeds']],
    'slice': connected(image[:, :, 5], [[5, 5]], sitk.ConnectedThresholdImageFilter.FaceConnectivity),
    'confidence': [grown(image, seeds, given) for seeds in parameters['seeds'] for given in parameters['confidences']],
    'confidenceInSlice': grown(image[:, :, 5], [[5, 5]], parameters['confidences'][0]),
    'smoothed': grown(sitk.Median(image), [[5, 5, 5]], parameters['confidences'][0]),
    'median': ndimage.median_filter(arrays[name], 3, mode='nearest').ravel(),
    'mean': ndimage.uniform_filter(arrays[name].astype(float), 3, mode='nearest').ravel(),
} for name, image in images.items()})
`, { noisy, whole }, { size, seeds, confidences }) as Record<'noisy' | 'whole', {
    sides: number[][]; corners: number[][]; slice: number[]; confidence: number[][]; confidenceInSlice: number[]; smoothed: number[]; median: number[]; mean: number[];
  }>;

  for (const [name, values] of [['noisy', noisy], ['whole', whole]] as const) {
    const flat = { size: [ni, nj, 1], spacingMm: grid.spacingMm } as const;
    const slice = values.slice(at([0, 0, 5]), at([0, 0, 6]));

    it(`floods as ConnectedThreshold does (${name})`, () => {
      const range = { lowest: 60, highest: 130 };
      for (const touching of ['sides', 'corners'] as const) {
        seeds.forEach((from, which) => {
          expect([...finish(floodFill(values, grid, from, range, touching)).mask]).toEqual(theirs[name][touching][which]);
        });
      }
      expect([...finish(floodFill(slice, flat, [[5, 5, 0]], range, 'sides')).mask]).toEqual(theirs[name].slice);
      // A slice of the volume is the same slice.
      const limits = { ...floodEverywhere, box: boxOfSlice(grid, 2, 5) };
      expect([...finish(floodFill(values, grid, [[5, 5, 5]], range, 'sides', limits)).mask]).toEqual(theirs[name].slice);
    });

    it(`grows as ConfidenceConnected does (${name})`, () => {
      const ours = seeds.flatMap((from) => confidences.map((given) => [...finish(growByConfidence(values, grid, from, given)).mask]));
      expect(ours).toEqual(theirs[name].confidence);
      expect(new Set(ours.map((mask) => mask.reduce((sum, bit) => sum + bit, 0))).size).toBeGreaterThan(8);
      expect([...finish(growByConfidence(slice, flat, [[5, 5, 0]], confidence)).mask]).toEqual(theirs[name].confidenceInSlice);
      expect([...finish(growByConfidence(values, grid, [[5, 5, 5]], { ...confidence, smoothing: 'median' })).mask]).toEqual(theirs[name].smoothed);
    });

    it(`takes medians and means of neighbourhoods as SciPy does (${name})`, () => {
      expect([...finish(filterNeighbourhoods(values, grid, 'median'))]).toEqual(theirs[name].median);
      finish(filterNeighbourhoods(values, grid, 'mean')).forEach((value, voxel) => {
        expect(Math.abs(value - theirs[name].mean[voxel]!)).toBeLessThan(1e-4);
      });
    });
  }
});

/** Voxel by voxel from the seeds, by distance and offset alone. */
function plainFlood(values: Uint8Array, seed: Vec3, label: number, touching: Touching, { box, within, radiusMm }: FloodLimits): Uint8Array {
  const mask = new Uint8Array(count);
  const allowed = (voxel: Vec3): boolean => voxel.every((place, axis) => place >= Math.max(box?.first[axis] ?? 0, 0) && place <= Math.min(box?.last[axis] ?? 99, size[axis]! - 1))
    && values[at(voxel)] === label && (within === null || within[at(voxel)] === 1)
    && (radiusMm === null || Math.hypot(...voxel.map((place, axis) => (place - seed[axis]!) * grid.spacingMm[axis]!)) <= radiusMm);
  const waiting = [seed];
  for (let voxel = waiting.pop(); voxel !== undefined; voxel = waiting.pop()) {
    if (!allowed(voxel) || mask[at(voxel)] === 1) continue;
    mask[at(voxel)] = 1;
    for (const di of [-1, 0, 1]) {
      for (const dj of [-1, 0, 1]) {
        for (const dk of [-1, 0, 1]) {
          if (touching === 'corners' || Math.abs(di) + Math.abs(dj) + Math.abs(dk) === 1) waiting.push([voxel[0] + di, voxel[1] + dj, voxel[2] + dk]);
        }
      }
    }
  }
  return mask;
}

describe('flood fill', () => {
  const labels = fc.uint8Array({ minLength: count, maxLength: count, max: 2 });
  const voxel = fc.tuple(fc.nat(ni - 1), fc.nat(nj - 1), fc.nat(nk - 1));
  const limits: fc.Arbitrary<FloodLimits> = fc.record({
    box: fc.option(fc.tuple(voxel, voxel).map(([first, last]) => ({ first, last }))),
    within: fc.option(fc.uint8Array({ minLength: count, maxLength: count, max: 3 }).map((bits) => bits.map((bit) => Math.min(bit, 1)))),
    radiusMm: fc.option(fc.double({ min: 0, max: 12, noNaN: true })),
  });

  it('fills the area of one label, within box, region and radius', () => {
    fc.assert(fc.property(labels, voxel, fc.constantFrom('sides' as const, 'corners' as const), limits, (values, seed, touching, limit) => {
      const { box, mask } = finish(floodFill(values, grid, [seed], rangeAround(values, grid, seed, 0), touching, limit));
      const placed = new Uint8Array(count);
      for (let k = box.first[2], from = 0; k <= box.last[2]; k++) {
        for (let j = box.first[1]; j <= box.last[1]; j++) {
          for (let i = box.first[0]; i <= box.last[0]; i++) placed[at([i, j, k])] = mask[from++]!;
        }
      }
      expect(placed).toEqual(plainFlood(values, seed, values[at(seed)]!, touching, limit));
    }), { numRuns: 150 });
  });

  it('keeps to a slice of any axis, where four or eight neighbours touch', () => {
    fc.assert(fc.property(labels, voxel, fc.constantFrom(0 as const, 1 as const, 2 as const), fc.constantFrom('sides' as const, 'corners' as const), (values, seed, axis, touching) => {
      const limit = { ...floodEverywhere, box: boxOfSlice(grid, axis, seed[axis]) };
      const { mask } = finish(floodFill(values, grid, [seed], rangeAround(values, grid, seed, 0), touching, limit));
      const plain = plainFlood(values, seed, values[at(seed)]!, touching, limit);
      expect(mask.length).toBe(count / size[axis]);
      expect([...mask]).toEqual([...plain].filter((_, place) => [place % ni, Math.floor(place / ni) % nj, Math.floor(place / ni / nj)][axis] === seed[axis]));
    }), { numRuns: 60 });
  });

  it('takes values around that of the seed, and refuses a seed outside', () => {
    const values = Int16Array.of(10, 13, 16, 19, 10);
    const row = { size: [5, 1, 1], spacingMm: [1, 1, 1] } as const;
    expect([...finish(floodFill(values, row, [[1, 0, 0]], rangeAround(values, row, [1, 0, 0], 3), 'sides')).mask]).toEqual([1, 1, 1, 0, 0]);
    expect(() => finish(floodFill(values, row, [[5, 0, 0]], { lowest: 0, highest: 1 }, 'sides'))).toThrow(RangeError);
    expect(() => finish(growByConfidence(values, row, [], confidence))).toThrow(RangeError);
  });
});

it('growing in a box is growing in the volume that the box cuts out', () => {
  const box = { first: [2, 1, 3], last: [9, 8, 8] } as const;
  const cut = new Float32Array(8 * 8 * 6);
  for (let voxel = 0; voxel < cut.length; voxel++) cut[voxel] = noisy[at([2 + (voxel % 8), 1 + (Math.floor(voxel / 8) % 8), 3 + Math.floor(voxel / 64)])]!;
  const inside = finish(growByConfidence(noisy, grid, [[5, 5, 5]], { ...confidence, box }));
  const alone = finish(growByConfidence(cut, { size: [8, 8, 6], spacingMm: grid.spacingMm }, [[3, 4, 2]], confidence));
  expect(inside.mask).toEqual(alone.mask);
  expect(inside.box).toEqual(box);
});
