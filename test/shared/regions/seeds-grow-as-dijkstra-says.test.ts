import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '#shared/regions/grid.ts';
import { growFromSeeds } from '#shared/regions/grow-from-seeds.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { diceOf } from './painted-volumes.ts';
import { askedAboutScribbles, balls, scribblesInPython, smallOnes } from './scribbles.ts';

const localityPerMm = 1.5;
const everywhere = { localityPerMm, marginMm: 100 };

/** Of each label apart: the cost of the cheapest way from its seeds to every voxel. */
const costsOfLabels = `
from itertools import product
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
${scribblesInPython}
costs = {}
for each in parameters:
    values, seeds = volume(each, 'Values').astype(float).ravel(), volume(each, 'Seeds').ravel()
    rows, columns, weights = [], [], []
    for step, here, there in edges(each, [s for s in product((-1, 0, 1), repeat=3) if s > (0, 0, 0)]):
        rows.append(here)
        columns.append(there)
        weights.append(abs(values[here] - values[there]) + ${localityPerMm} * numpy.linalg.norm(numpy.multiply(step, each['spacing'])))
    graph = coo_array((numpy.concatenate(weights), (numpy.concatenate(rows), numpy.concatenate(columns))), shape=(len(values), len(values))).tocsr()
    costs[each['name']] = [dijkstra(graph, directed=False, indices=numpy.flatnonzero(seeds == label), min_only=True) for label in (1, 2, 3)]
answer({name: [numpy.where(numpy.isfinite(cost), cost, 1e30) for cost in of] for name, of in costs.items()})
`;

describe.skipIf(!pythonAvailable)(`SciPy's Dijkstra${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(costsOfLabels, askedAboutScribbles.arrays, askedAboutScribbles.parameters) as Record<string, readonly (readonly number[])[]>;

  for (const { name, grid, values, seeds, allowed } of smallOnes) {
    it(`finds the same costs and labels in the ${name}`, () => {
      const grown = finish(growFromSeeds(values, seeds, grid, { ...everywhere, ...(allowed && { allowed }) }))!;
      const byLabel = theirs[name]!;
      expect(grown.labels).toHaveLength(values.length);
      const wrong = [...grown.labels.keys()].filter((at) => {
        const [label, cost] = [grown.labels[at]!, grown.costs[at]!];
        const least = Math.min(...byLabel.map((costs) => costs[at]!));
        if (allowed?.[at] === 0 || least >= 1e30) return label !== 0 || cost !== Infinity;
        return !(Math.abs(cost - least) <= 1e-5 * least && Math.abs(byLabel[label - 1]![at]! - least) <= 1e-5 * least);
      });
      expect(wrong).toEqual([]);
    });
  }
});

describe('scribbles', () => {
  it('of a few voxels in noisy balls find the balls', () => {
    const grown = finish(growFromSeeds(balls.values, balls.seeds, balls.grid, { localityPerMm: 0.2, marginMm: 100 }))!;
    for (const label of [1, 2, 3, 4]) expect(diceOf(grown.labels, balls.truth, label)).toBeGreaterThan(0.95);
  });

  it('grow no farther than the margin around their box', () => {
    const seeds = new Uint8Array(20 * 20 * 20);
    seeds[10 + 20 * (10 + 20 * 10)] = 1;
    const grown = finish(growFromSeeds(new Int16Array(seeds.length), seeds, { size: [20, 20, 20], spacingMm: [1, 2, 4] }, { localityPerMm: 1, marginMm: 5 }))!;
    expect(grown.box).toEqual({ first: [5, 7, 8], last: [15, 13, 12] });
    expect(grown.labels.every((label) => label === 1)).toBe(true);
    expect(finish(growFromSeeds(new Int16Array(8), new Uint8Array(8), { size: [2, 2, 2], spacingMm: [1, 1, 1] }, everywhere))).toBeNull();
  });

  it('added later give what they give from the beginning; taken away, too', () => {
    const { grid, values } = smallOnes[1]!;
    const scribbles = fc.array(fc.tuple(fc.nat(values.length - 1), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(scribbles, scribbles, fc.boolean(), fc.constantFrom(0.5, 4), (first, second, takeAway, marginMm) => {
      const paint = (of: typeof first): Uint8Array => of.reduce((seeds, [at, label]) => seeds.fill(label, at, at + 1), new Uint8Array(values.length));
      const options = { localityPerMm, marginMm };
      const before = finish(growFromSeeds(values, paint(first), grid, options))!;
      const seeds = paint(takeAway ? second : [...first, ...second]);
      const again = finish(growFromSeeds(values, seeds, grid, options, before))!;
      const { size } = grid;
      // In the same box, which may be larger than the seeds alone would have it.
      const allowed = Uint8Array.from(values, (_, at) => {
        const voxel = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / size[0] / size[1])];
        return Number(voxel.every((place, axis) => place >= again.box.first[axis]! && place <= again.box.last[axis]!));
      });
      const anew = finish(growFromSeeds(values, seeds, grid, { localityPerMm, marginMm: 100, allowed }))!;
      const inBox = (all: Uint8Array | Float32Array): number[] => [...all].filter((_, at) => allowed[at] === 1);
      expect([...again.costs]).toEqual(inBox(anew.costs));
      expect([...again.labels]).toEqual(inBox(anew.labels));
    }), { numRuns: 25 });
  });
});
