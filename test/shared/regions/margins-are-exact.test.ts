import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish, type Grid } from '#shared/regions/grid.ts';
import { grow, hollow, shrink, type ShellSide } from '#shared/regions/margin.ts';
import { close, open } from '#shared/regions/morphology.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { asked, differing, phantoms } from './phantoms.ts';

/** Between two distances, and exactly three of the finest steps of the unequal spacings. */
const radii = [1.05, 2.1, 4.3];

/**
 * By a ball of voxels written out. Erosion with a border that is set, since the edge of the grid is no edge of a region;
 * closing with so many empty voxels around that the edge is not met.
 */
const scipys = `
from scipy import ndimage
def ball(radius, spacing, shape):
    reach = [0 if length == 1 else int(radius / step + 1e-6) for step, length in zip(spacing, shape)]
    away = numpy.meshgrid(*[numpy.arange(-r, r + 1) * step for r, step in zip(reach, spacing)], indexing='ij')
    return sum(a * a for a in away) <= radius ** 2 * (1 + 1e-9), reach
def each_way(mask, element, reach):
    dilated = ndimage.binary_dilation(mask, element)
    eroded = ndimage.binary_erosion(mask, element, border_value=1)
    opened = ndimage.binary_dilation(eroded, element)
    wide = numpy.pad(mask, [(2 * r + 1 if r > 0 else 0,) * 2 for r in reach])
    closed = ndimage.binary_closing(wide, element)[tuple(slice(2 * r + 1, -2 * r - 1) if r > 0 else slice(None) for r in reach)]
    return [result.ravel().astype(int) for result in (dilated, eroded, opened, closed)]
answer({each['name']: [each_way(array(each['name']).reshape(each['shape']) > 0, *ball(radius, each['spacing'], each['shape']))
  for radius in ${JSON.stringify(radii)}] for each in parameters})
`;

describe.skipIf(!pythonAvailable)(`SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(scipys, asked.arrays, asked.parameters) as Record<string, number[][][]>;
  for (const { name, grid, mask } of phantoms) {
    it(`grows, shrinks, opens and closes the ${name} by the same balls`, () => {
      radii.forEach((radius, at) => {
        const wanted = theirs[name]![at]!;
        [grow, shrink, open, close].forEach((work, way) => expect(`${work.name} ${radius}: ${differing(finish(work(mask, grid, radius)), wanted[way]!)}`).toBe(`${work.name} ${radius}: 0`));
      });
    });
  }
});

describe('a margin', () => {
  it('of nothing changes nothing', () => {
    for (const { grid, mask } of phantoms) for (const work of [grow, shrink, open, close]) expect(differing(finish(work(mask, grid, 0)), mask)).toBe(0);
  });

  it('around one voxel holds the lattice points of a ball: 1, 7, 19, 27, 33, 57, 81 for squares of radii 0 … 6 (OEIS A117609)', () => {
    const grid: Grid = { size: [9, 9, 9], spacingMm: [0.3, 0.3, 0.3] };
    const mask = new Uint8Array(729);
    mask[364] = 1;
    const counts = [0, 1, 2, 3, 4, 5, 6].map((square) => finish(grow(mask, grid, 0.3 * Math.sqrt(square))).reduce((sum, one) => sum + one, 0));
    expect(counts).toEqual([1, 7, 19, 27, 33, 57, 81]);
  });
});

describe('a shell', () => {
  const size: Vec3 = [3, 3, 40];
  const spacing = fc.integer({ min: 2, max: 9 }).map((tenths) => tenths / 10);
  const layers = fc.integer({ min: 1, max: 6 });

  it('of a flat border is as thick as asked, on the side that is asked', () => {
    fc.assert(fc.property(spacing, layers, fc.constantFrom<ShellSide>('inside', 'outside', 'both'), (step, thick, side) => {
      const mask = Uint8Array.from({ length: 360 }, (_, at) => Number(at < 180));
      const shell = finish(hollow(mask, { size, spacingMm: [10 * step, 10 * step, step] }, thick * step, side));
      const found = Array.from({ length: 40 }, (_, k) => k).filter((k) => shell[9 * k + 4] === 1);
      expect(shell.reduce((sum, one) => sum + one, 0)).toBe(9 * thick);
      const outwards = side === 'inside' ? 0 : side === 'outside' ? thick : Math.floor(thick / 2);
      expect(found).toEqual(Array.from({ length: thick }, (_, at) => 20 + outwards - thick + at));
    }));
  });

  it('inside is what shrinking takes off, outside what growing adds', () => {
    for (const { grid, mask } of phantoms) {
      for (const radius of radii) {
        const [less, more] = [finish(shrink(mask, grid, radius)), finish(grow(mask, grid, radius))];
        expect(differing(finish(hollow(mask, grid, radius, 'inside')), mask.map((one, at) => one - less[at]!))).toBe(0);
        expect(differing(finish(hollow(mask, grid, radius, 'outside')), more.map((one, at) => one - mask[at]!))).toBe(0);
      }
    }
  });
});
