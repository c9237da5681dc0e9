import { describe, expect, it } from 'vitest';
import { randomDraws } from '#shared/learning/random.ts';
import { finish } from '#shared/regions/grid.ts';
import { smoothByMedian } from '#shared/regions/median.ts';
import { smoothByGaussian, smoothJointly } from '#shared/regions/smooth-labels.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { asked, differing, lumps, phantoms } from './phantoms.ts';

const radii = [[1, 1, 1], [2, 1, 0], [3, 3, 2]] as const;
const deviations = [0.6, 1.5, 3];
const locked = 3;

/** Five labels that lie beside one another and among background, the fifth alone in a corner. */
function labelsOf(mask: Uint8Array, size: readonly [number, number, number], seed: number): Uint8Array {
  const other = lumps(size, 100 + seed, 2, 0);
  const third = lumps(size, 200 + seed, 1, 0.6);
  return Uint8Array.from(mask, (one, at) => (at < 2 ? 5 : third[at] === 1 ? locked : one === 1 ? 1 + other[at]! : other[at] === 1 && at % 7 < 3 ? 4 : 0));
}

const cases = phantoms.map((phantom, seed) => ({ ...phantom, labels: labelsOf(phantom.mask, phantom.grid.size, seed) }));

/** Sure says where no two results lie so near that rounding decides. */
const scipys = `
from scipy import ndimage
def smooth(mask, deviation, spacing):
    return ndimage.gaussian_filter(mask.astype(float), [deviation / step for step in spacing], mode='nearest', truncate=4)
def gaussian(mask, deviation, spacing):
    values = smooth(mask, deviation, spacing)
    return {'result': (values >= 0.5).ravel().astype(int), 'sure': (abs(values - 0.5) > 1e-5).ravel().astype(int)}
def joint(labels, deviation, spacing):
    taking = [label for label in (0, 1, 2, 4, 5) if label == 0 or (labels == label).any()]
    values = numpy.stack([smooth(labels == label, deviation, spacing) for label in taking])
    ranked = numpy.sort(values, 0)
    sure = ranked[-1] - (ranked[-2] if len(taking) > 1 else 0) > 1e-5
    result = numpy.where(labels == ${locked}, labels, numpy.array(taking)[values.argmax(0)])
    return {'result': result.ravel(), 'sure': (sure | (labels == ${locked})).ravel().astype(int)}
def median(mask, radius):
    return ndimage.median_filter(mask, [2 * r + 1 for r in reversed(radius)], mode='nearest').ravel()
answer({each['name']: {
  'median': [median(mask, radius) for radius in ${JSON.stringify(radii)}],
  'gaussian': [gaussian(mask, deviation, each['spacing']) for deviation in ${JSON.stringify(deviations)}],
  'joint': [joint(labels, deviation, each['spacing']) for deviation in ${JSON.stringify(deviations)}]}
  for each in parameters for mask in [array(each['name']).reshape(each['shape'])] for labels in [array('labels-' + each['name']).reshape(each['shape'])]})
`;

interface Sure {
  readonly result: number[];
  readonly sure: number[];
}

describe.skipIf(!pythonAvailable)(`SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const arrays = { ...asked.arrays, ...Object.fromEntries(cases.map(({ name, labels }) => [`labels-${name}`, labels])) };
  const theirs = askAboutArrays(scipys, arrays, asked.parameters) as Record<string, { median: number[][]; gaussian: Sure[]; joint: Sure[] }>;

  for (const { name, grid, mask, labels } of cases) {
    it(`smooths the ${name} by the same medians`, () => {
      radii.forEach((radius, at) => expect(differing(finish(smoothByMedian(mask, grid, radius)), theirs[name]!.median[at]!)).toBe(0));
    });

    it(`smooths the ${name} by the same Gaussians, alone and jointly`, () => {
      deviations.forEach((deviation, at) => {
        const { gaussian, joint } = theirs[name]!;
        expectWhereSure(finish(smoothByGaussian(mask, grid, deviation)), gaussian[at]!);
        expectWhereSure(finish(smoothJointly(labels, grid, [1, 2, 4, 5], deviation)), joint[at]!);
      });
    });
  }
});

function expectWhereSure(ours: Uint8Array, { result, sure }: Sure): void {
  expect(differing(ours.map((value, at) => value * sure[at]!), result.map((value, at) => value * sure[at]!))).toBe(0);
  expect(sure.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(0.99 * ours.length);
}

describe('joint smoothing', () => {
  const { grid } = phantoms[1]!;
  const voxels = grid.size[0] * grid.size[1] * grid.size[2];

  it('opens no gap between labels that fill a volume, which smoothing each alone does', () => {
    const draws = randomDraws(7, 'phantom', 0, 0);
    const seeds = Array.from({ length: 9 }, () => grid.size.map((length) => draws.uniform() * length));
    const labels = Uint8Array.from({ length: voxels }, (_, at) => {
      const place = [at % grid.size[0], Math.floor(at / grid.size[0]) % grid.size[1], Math.floor(at / grid.size[0] / grid.size[1])];
      const distances = seeds.map((seed) => Math.hypot(...seed.map((one, axis) => one - place[axis]!)));
      return 1 + distances.indexOf(Math.min(...distances));
    });
    const all = seeds.map((_, at) => at + 1);
    expect(finish(smoothJointly(labels, grid, all, 2)).indexOf(0)).toBe(-1);
    const alone = all.map((label) => finish(smoothByGaussian(labels.map((one) => Number(one === label)), grid, 2)));
    expect(labels.some((_, at) => alone.every((mask) => mask[at] === 0))).toBe(true);
  });

  it('leaves what is symmetrical as it is, and labels that take no part', () => {
    const halves = Uint8Array.from({ length: voxels }, (_, at) => (at % grid.size[0] < 9 ? 1 : at % grid.size[0] < 12 ? 2 : 3));
    expect(differing(finish(smoothJointly(halves, grid, [1, 3], 1.5)), halves)).toBe(0);
    expect(differing(finish(smoothJointly(halves, grid, [], 1.5)), halves)).toBe(0);
    expect(differing(finish(smoothJointly(halves, grid, [9], 1.5)), halves)).toBe(0);
  });
});
