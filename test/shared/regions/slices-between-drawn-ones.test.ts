import { morphologicalContourInterpolationNode } from '@itk-wasm/morphological-contour-interpolation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish, type Grid } from '#shared/regions/grid.ts';
import { interpolateSlices } from '#shared/regions/interpolate-slices.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { diceOf, labelsIn } from './painted-volumes.ts';
import { lumps } from './phantoms.ts';

const cube: Grid = { size: [64, 64, 33], spacingMm: [1, 1, 1] };
const isIn = (i: number, j: number, x: number, y: number, radius: number): boolean => Math.hypot(i - x, j - y) <= radius;

/** Keeps every so manieth slice along an axis. */
function drawnEvery(labels: Uint8Array, { size }: Grid, axis: AxisIndex, every: number): Uint8Array {
  return labelsIn(size, (i, j, k) => ([i, j, k][axis]! % every === 0 ? labels[i + size[0] * (j + size[1] * k)]! : 0));
}

/** Of what lies between drawn slices alone: of ours, and of what ITK's morphological contour interpolator makes of the same slices. */
async function diceBetween(shape: (i: number, j: number, k: number) => boolean, every: number): Promise<{ readonly ours: number; readonly itk: number }> {
  const truth = labelsIn(cube.size, (i, j, k) => Number(shape(i, j, k)));
  const drawn = drawnEvery(truth, cube, 2, every);
  const between = (labels: Uint8Array): Uint8Array => labels.filter((_, at) => Math.floor(at / (64 * 64)) % every !== 0);
  const ours = finish(interpolateSlices(drawn, cube, { axis: 2 }));
  const { outputImage } = await morphologicalContourInterpolationNode({
    imageType: { dimension: 3, componentType: 'uint8', pixelType: 'Scalar', components: 1 },
    name: 'drawn', origin: [0, 0, 0], spacing: [1, 1, 1], direction: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), size: [...cube.size], metadata: new Map(), data: drawn,
  }, { axis: 2 });
  return { ours: diceOf(between(ours), between(truth)), itk: diceOf(between(outputImage.data as Uint8Array), between(truth)) };
}

describe('between drawn slices', () => {
  it('a cone has the areas of a cone', () => {
    const radius = (k: number): number => 28 - 0.7 * k;
    const drawn = labelsIn(cube.size, (i, j, k) => Number(k % 8 === 0 && isIn(i, j, 31, 31, radius(k))));
    const made = finish(interpolateSlices(drawn, cube, { axis: 2 }));
    const errors = Array.from({ length: 33 }, (_, k) => {
      const area = made.subarray(k * 4096, (k + 1) * 4096).reduce((sum, value) => sum + value, 0);
      return Math.sqrt(area / Math.PI) - radius(k);
    });
    // Of the drawn discs, too, some are a seventh of a pixel off.
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.3);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / 33)).toBeLessThan(0.05);
  });

  const fork = (k: number, slope: number): number => Math.max(0, k - 10) * slope;
  it.each([
    ['a tube that leans and overlaps', (i: number, j: number, k: number) => isIn(i, j, 15 + k, 30, 9), 0.999],
    ['a tube whose slices do not overlap', (i: number, j: number, k: number) => isIn(i, j, 9 + 1.4 * k, 30, 5), 0.95],
    ['a tube that forks, out of sight, between two slices', (i: number, j: number, k: number) => isIn(i, j, 31 - fork(k, 0.7), 31, 7) || isIn(i, j, 31 + fork(k, 0.7), 31, 7), 0.96],
    ['a tube that forks and parts within one gap', (i: number, j: number, k: number) => isIn(i, j, 31 - fork(k, 1.2), 31, 6) || isIn(i, j, 31 + fork(k, 1.2), 31, 6), 0.95],
    ['one with a hole', (i: number, j: number, k: number) => isIn(i, j, 31, 31, 24 - 0.2 * k) && !isIn(i, j, 31, 31, 8 + 0.2 * k), 0.98],
    ['a cone', (i: number, j: number, k: number) => isIn(i, j, 31, 31, 28 - 0.7 * k), 0.99],
  ])('%s goes on as it is, at least as well as ITK has it', async (_, shape, least) => {
    const { ours, itk } = await diceBetween(shape, 8);
    expect(ours).toBeGreaterThan(least);
    expect(ours).toBeGreaterThanOrEqual(itk);
    // Nothing is no peer.
    expect(itk).toBeGreaterThan(0.5);
  });

  it('something without a continuation is gone half-way, and nothing comes before the first or behind the last', () => {
    const drawn = labelsIn([30, 14, 21], (i, j, k) => Number((k === 4 && (isIn(i, j, 6, 6, 5) || isIn(i, j, 23, 6, 3))) || (k === 14 && isIn(i, j, 6, 6, 5))));
    const made = finish(interpolateSlices(drawn, { size: [30, 14, 21], spacingMm: [1, 1, 1] }, { axis: 2 }));
    const areas = Array.from({ length: 21 }, (_, k) => [0, 15].map((from) => Array.from({ length: 14 * 15 }, (_, at) => made[from + (at % 15) + 30 * (Math.floor(at / 15) + 14 * k)]!).reduce((sum, value) => sum + value, 0)));
    expect(areas.map(([kept]) => kept! > 0).indexOf(true)).toBe(4);
    expect(areas.findLastIndex(([kept]) => kept! > 0)).toBe(14);
    expect(areas.map(([, ending]) => ending! > 0).lastIndexOf(true)).toBe(8);
    for (let k = 5; k < 9; k++) expect(areas[k]![1]).toBeLessThan(areas[k - 1]![1]!);
  });

  it('a drawn slice without the label ends it where the drawn slices are named, and not where they are not', () => {
    const grid: Grid = { size: [12, 12, 9], spacingMm: [1, 1, 1] };
    const drawn = labelsIn(grid.size, (i, j, k) => (k % 8 === 0 && isIn(i, j, 5, 5, 4) ? 1 : k === 4 && i === 11 ? 2 : 0));
    const slices = (made: Uint8Array): string => Array.from({ length: 9 }, (_, k) => Number(made.subarray(k * 144, (k + 1) * 144).includes(1))).join('');
    expect(slices(finish(interpolateSlices(drawn, grid, { axis: 2 })))).toBe('111111111');
    expect(slices(finish(interpolateSlices(drawn, grid, { axis: 2, drawn: [0, 4, 8] })))).toBe('110000011');
  });
});

describe('whatever is drawn', () => {
  const grid: Grid = { size: [9, 8, 10], spacingMm: [1, 0.7, 2.5] };
  const [ni, nj] = grid.size;
  const volumes = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 3 })).map(([seed, smoothings]) => {
    const [one, two] = [lumps(grid.size, seed, smoothings, 0.4), lumps(grid.size, seed + 1000, smoothings, 0.4)];
    return one.map((value, at) => (value === 1 ? 1 : two[at] === 1 ? 7 : 0));
  });
  const axes = fc.constantFrom<AxisIndex>(0, 1, 2);
  const placeAlong = (at: number, axis: AxisIndex): number => [at % ni, Math.floor(at / ni) % nj, Math.floor(at / (ni * nj))][axis]!;

  it('stays as it is, and nothing is added beside it or beyond it', () => {
    fc.assert(fc.property(volumes, axes, fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 4 }), fc.option(fc.constantFrom(1, 7)), (labels, axis, drawn, label) => {
      const given = labels.slice();
      const made = finish(interpolateSlices(labels, grid, { axis, drawn, ...(label !== null && { label }) }));
      expect(labels).toEqual(given);
      const [first, last] = [Math.min(...drawn), Math.max(...drawn)];
      const wrong = [...made.keys()].filter((at) => {
        const slice = placeAlong(at, axis);
        if (drawn.includes(slice)) return made[at] !== (label === null || labels[at] === label ? labels[at] : 0);
        return made[at] !== 0 && (slice < first || slice > last || (label !== null && made[at] !== label));
      });
      expect(wrong).toEqual([]);
    }), { numRuns: 60 });
  });

  it('the same in all drawn slices makes a cylinder', () => {
    fc.assert(fc.property(volumes, axes, (labels, axis) => {
      const stretched = labelsIn(grid.size, (i, j, k) => labels[(axis === 0 ? 2 : i) + ni * ((axis === 1 ? 2 : j) + nj * (axis === 2 ? 2 : k))]!);
      const drawn = [0, 3, grid.size[axis] - 1];
      const sparse = stretched.map((label, at) => (drawn.includes(placeAlong(at, axis)) ? label : 0));
      expect(finish(interpolateSlices(sparse, grid, { axis }))).toEqual(stretched);
    }), { numRuns: 40 });
  });

  it('in a mirror makes what it makes, in the mirror', () => {
    fc.assert(fc.property(volumes, axes, axes, (labels, axis, across) => {
      const mirrored = (volume: Uint8Array): Uint8Array => labelsIn(grid.size, (i, j, k) => {
        const place = [i, j, k].map((at, along) => (along === across ? grid.size[along] - 1 - at : at)) as unknown as Vec3;
        return volume[place[0] + ni * (place[1] + nj * place[2])]!;
      });
      const drawn = [0, 4, grid.size[axis] - 1];
      const mirroredDrawn = across === axis ? drawn.map((slice) => grid.size[axis] - 1 - slice) : drawn;
      const ours = finish(interpolateSlices(labels, grid, { axis, drawn, label: 7 }));
      expect(finish(interpolateSlices(mirrored(labels), grid, { axis, drawn: mirroredDrawn, label: 7 }))).toEqual(mirrored(ours));
    }), { numRuns: 40, seed: 1 });
  });
});

const meanOfDistances = `
from scipy import ndimage
def depth(mask):
    return numpy.where(mask, ndimage.distance_transform_edt(mask, (1.5, 1)) - 0.5, 0.5 - ndimage.distance_transform_edt(~mask, (1.5, 1)))
first, last = array('drawn').reshape(6, 25, 31)[[0, 5]] > 0
answer(numpy.array([(5 - k) / 5 * depth(first) + k / 5 * depth(last) for k in range(6)]).ravel())
`;

it.skipIf(!pythonAvailable)(`about one centre, shapes are the mean of SciPy's signed distances${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const grid: Grid = { size: [31, 25, 6], spacingMm: [1, 1.5, 2] };
  const drawn = labelsIn(grid.size, (i, j, k) => Number(k === 0 ? Math.abs(i - 15) < 12 && Math.abs(j - 12) < 3 : k === 5 && Math.abs(i - 15) < 5 && Math.abs(j - 12) < 10));
  const depths = askAboutArrays(meanOfDistances, { drawn }) as number[];
  const made = finish(interpolateSlices(drawn, grid, { axis: 2 }));
  expect([...made.keys()].filter((at) => Math.abs(depths[at]!) > 1e-3 && (depths[at]! > 0) !== (made[at] === 1))).toEqual([]);
});
