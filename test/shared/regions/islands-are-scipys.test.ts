import { describe, expect, it } from 'vitest';
import type { Neighbours } from '#shared/regions/components.ts';
import { finish } from '#shared/regions/grid.ts';
import { componentMap, islandAt, largestIsland, splitIslands, withoutSmallIslands } from '#shared/regions/islands.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { asked, differing, phantoms } from './phantoms.ts';

const neighbourhoods = [6, 18, 26] as const satisfies readonly Neighbours[];

const labelled = `
from scipy import ndimage
answer({each['name']: {neighbours: (lambda found: {'labels': found.ravel(), 'voxels': numpy.bincount(found.ravel())[1:]})(
  ndimage.label(array(each['name']).reshape(each['shape']), ndimage.generate_binary_structure(3, rank))[0])
  for rank, neighbours in [(1, 6), (2, 18), (3, 26)]} for each in parameters})
`;

describe.skipIf(!pythonAvailable)(`SciPy${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(labelled, asked.arrays, asked.parameters) as Record<string, Record<Neighbours, { labels: number[]; voxels: number[] }>>;

  for (const { name, grid, mask } of phantoms) {
    it(`finds the same components in the ${name}`, () => {
      for (const neighbours of neighbourhoods) {
        const { labels, voxels } = theirs[name]![neighbours];
        const ours = finish(componentMap(mask, grid, neighbours));
        expect(differing(ours.labels, labels)).toBe(0);
        expect([...ours.voxels]).toEqual(voxels);
      }
    });

    it(`has the islands of the ${name} that are kept, split and picked`, () => {
      for (const neighbours of neighbourhoods) {
        const { labels, voxels } = theirs[name]![neighbours];
        const bySize = voxels.map((_, at) => at).sort((a, b) => voxels[b]! - voxels[a]! || a - b);
        expect(differing(finish(largestIsland(mask, grid, neighbours)), labels.map((label) => Number(label > 0 && label - 1 === bySize[0])))).toBe(0);
        expect(differing(finish(splitIslands(mask, grid, neighbours, 4)), labels.map((label) => (label === 0 ? 0 : bySize.slice(0, 4).indexOf(label - 1) + 1)))).toBe(0);
        const large = labels.map((label) => Number(label > 0 && voxels[label - 1]! >= 5));
        expect(differing(finish(withoutSmallIslands(mask, grid, neighbours, { voxels: 5 })), large)).toBe(0);
        const voxelMm3 = grid.spacingMm.reduce((product, step) => product * step, 1);
        expect(differing(finish(withoutSmallIslands(mask, grid, neighbours, { mm3: 5 * voxelMm3 })), large)).toBe(0);
        for (const at of [0, Math.floor(labels.length / 2), labels.length - 1]) {
          const picked = finish(islandAt(mask, grid, neighbours, [at % grid.size[0], Math.floor(at / grid.size[0]) % grid.size[1], Math.floor(at / grid.size[0] / grid.size[1])]));
          expect(differing(picked, labels.map((label) => Number(label > 0 && label === labels[at])))).toBe(0);
        }
      }
    });
  }
});

describe('islands', () => {
  const grid = { size: [7, 1, 1], spacingMm: [0.1, 0.1, 0.1] } as const;
  const mask = Uint8Array.of(1, 1, 1, 0, 1, 1, 0);

  it('reach a volume that their spacings multiply to only roughly: three voxels of 0.1 mm are 0.003 mm³', () => {
    expect([...finish(withoutSmallIslands(mask, grid, 6, { mm3: 0.003 }))]).toEqual([1, 1, 1, 0, 0, 0, 0]);
    expect([...finish(withoutSmallIslands(mask, grid, 6, { mm3: 0.0031 }))]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('are as many as a byte holds', () => {
    expect(() => finish(splitIslands(mask, grid, 6, 256))).toThrow(RangeError);
  });
});
