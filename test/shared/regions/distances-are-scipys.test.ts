import { describe, expect, it } from 'vitest';
import { distanceMap, signedDistanceMap } from '#shared/regions/distance-map.ts';
import { finish } from '#shared/regions/grid.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { asked, differing, phantoms } from './phantoms.ts';

const measured = `
from scipy import ndimage
answer({each['name']: [ndimage.distance_transform_edt(mask == value, each['spacing']).ravel() for value in (0, 1)]
  for each in parameters for mask in [array(each['name']).reshape(each['shape'])]})
`;

describe.skipIf(!pythonAvailable)(`SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(measured, asked.arrays, asked.parameters) as Record<string, [number[], number[]]>;

  // Where there is nothing to measure to, SciPy's numbers mean nothing.
  for (const { name, grid, mask } of phantoms.filter(({ mask }) => new Set(mask).size === 2)) {
    it(`measures the same distances from the ${name}, outside and inside`, () => {
      const [outside, inside] = theirs[name]!;
      expect(differing(finish(distanceMap(mask, grid)), outside, 3e-7)).toBe(0);
      expect(differing(finish(signedDistanceMap(mask, grid)), outside.map((distance, at) => distance - inside[at]!), 3e-7)).toBe(0);
    });
  }
});

describe('distances', () => {
  const grid = { size: [2, 2, 1], spacingMm: [1, 1, 1] } as const;

  it('to nothing are infinite', () => {
    expect([...finish(distanceMap(new Uint8Array(4), grid))]).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect([...finish(signedDistanceMap(new Uint8Array(4), grid))]).toEqual([Infinity, Infinity, Infinity, Infinity]);
    expect([...finish(signedDistanceMap(new Uint8Array(4).fill(1), grid))]).toEqual([-Infinity, -Infinity, -Infinity, -Infinity]);
  });
});
