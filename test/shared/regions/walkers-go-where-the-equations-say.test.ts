import { describe, expect, it } from 'vitest';
import { finish } from '#shared/regions/grid.ts';
import { mostVoxelsToWalk, probabilityOf, usualBeta, walkFromSeeds, walkingField } from '#shared/regions/random-walker.ts';
import { copyOutOfBlock, workingBlock } from '#shared/regions/working-block.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { askAboutArrays } from '../../python/ask-about-arrays.ts';
import { pythonAvailable, pythonMissing } from '../../python/python.ts';
import { diceOf } from './painted-volumes.ts';
import { askedAboutScribbles, balls, scribblesInPython, smallOnes } from './scribbles.ts';

const beta = 0.003;
const everywhere = { beta, marginMm: 100, tolerance: 1e-9 };

/** Of each label: the probabilities, by a direct solution of Grady's equations; 0 where no seed can be met. */
const solved = `
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve
${scribblesInPython}
probabilities = {}
for each in parameters:
    values, seeds = volume(each, 'Values').astype(float).ravel(), volume(each, 'Seeds').ravel()
    many = len(values)
    weights = coo_array((many, many))
    nearest = min(spacing for spacing, length in zip(each['spacing'], each['shape']) if length > 1)
    for step, here, there in edges(each, [(1, 0, 0), (0, 1, 0), (0, 0, 1)]):
        weight = numpy.maximum(1e-6, numpy.exp(-${beta} * (values[here] - values[there]) ** 2)) * (nearest / numpy.dot(step, each['spacing'])) ** 2
        weights = weights + coo_array((weight, (here, there)), shape=(many, many))
    weights = (weights + weights.T).tocsr()
    count, part = connected_components(weights)
    reached = numpy.isin(part, part[seeds > 0])
    unknown = numpy.flatnonzero((seeds == 0) & reached)
    laplacian = (coo_array((weights.sum(axis=1), (range(many), range(many)))) - weights).tocsr()
    probabilities[each['name']] = []
    for label in (1, 2, 3):
        chance = (seeds == label).astype(float)
        known = numpy.flatnonzero(seeds)
        chance[unknown] = spsolve(laplacian[unknown][:, unknown].tocsc(), -laplacian[unknown][:, known] @ chance[known])
        probabilities[each['name']].append(chance)
answer(probabilities)
`;

describe.skipIf(!pythonAvailable)(`SciPy's spsolve${pythonMissing ? ` (${pythonMissing})` : ''}`, () => {
  const theirs = askAboutArrays(solved, askedAboutScribbles.arrays, askedAboutScribbles.parameters) as Record<string, readonly (readonly number[])[]>;

  for (const { name, grid, values, seeds, allowed } of smallOnes) {
    it(`finds the same probabilities in the ${name}, within 1e-4`, () => {
      const options = { ...everywhere, ...(allowed && { allowed }) };
      const block = workingBlock(grid, { first: [0, 0, 0], last: [grid.size[0] - 1, grid.size[1] - 1, grid.size[2] - 1] });
      const field = walkingField(values, seeds, grid, block, options);
      const byLabel = theirs[name]!;
      for (const label of [1, 2, 3]) {
        const ours = new Float64Array(values.length);
        copyOutOfBlock(finish(probabilityOf(field, label, everywhere.tolerance)), block, ours);
        expect(Math.max(...ours.map((probability, at) => Math.abs(probability - byLabel[label - 1]![at]!)))).toBeLessThan(1e-4);
      }
      const walk = finish(walkFromSeeds(values, seeds, grid, options))!;
      const wrong = [...walk.labels].filter((label, at) => {
        const chances = byLabel.map((of) => of[at]!);
        const best = Math.max(...chances);
        const isBest = best === 0 ? label === 0 : best - (chances[label - 1] ?? -1) < 1e-4;
        return !isBest || Math.abs(walk.probabilities[at]! - best) > 1e-4;
      });
      expect(wrong).toEqual([]);
    });
  }
});

describe('walkers', () => {
  it('from a few voxels in noisy balls find the balls', () => {
    const walk = finish(walkFromSeeds(balls.values, balls.seeds, balls.grid, { beta: usualBeta(balls.values), marginMm: 100 }))!;
    for (const label of [1, 2, 3, 4]) expect(diceOf(walk.labels, balls.truth, label)).toBeGreaterThan(0.95);
  });

  it('on an even line meet the nearer end as likely as the line says', () => {
    const seeds = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2);
    const walk = finish(walkFromSeeds(new Int16Array(11), seeds, { size: [11, 1, 1], spacingMm: [2, 1, 1] }, everywhere))!;
    walk.probabilities.forEach((probability, at) => expect(probability).toBeCloseTo(Math.max(10 - at, at) / 10, 5));
    expect([...walk.labels].join('').replace(/^1{5}[12]2{5}$/, 'halves')).toBe('halves');
  });

  it('are not sent into a box that is too large for them', () => {
    const side = Math.ceil(Math.cbrt(mostVoxelsToWalk)) + 1;
    const seeds = new Uint8Array(side ** 3);
    [seeds[0], seeds[seeds.length - 1]] = [1, 2];
    const walk = walkFromSeeds(new Uint8Array(seeds.length), seeds, { size: [side, side, side], spacingMm: [1, 1, 1] }, everywhere);
    expect(() => finish(walk)).toThrow(UserFacingError);
    expect(finish(walkFromSeeds(new Uint8Array(8), new Uint8Array(8), { size: [2, 2, 2], spacingMm: [1, 1, 1] }, everywhere))).toBeNull();
  });
});
