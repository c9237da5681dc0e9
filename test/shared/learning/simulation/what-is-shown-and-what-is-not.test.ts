import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceVoxels } from '#shared/learning/simulation/reference-voxels.ts';
import { countSlices, drawSlices, namesInPool, revealMore, stillHidden, taughtBy, type CaseSlices } from '#shared/learning/simulation/revealed.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';

const pools = fc.uniqueArray(
  fc.record({ name: fc.string({ minLength: 1, maxLength: 5 }), slices: fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1 }).map((slices) => slices.sort((a, b) => a - b)) }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 12 },
);
const pairs = (cases: readonly CaseSlices[]): string[] => cases.flatMap(({ name, slices }) => slices.map((slice) => `${name}\n${slice}`));

describe('the first slices', () => {
  it('are as many as asked for, of the pool, the same for a seed whatever the order of the cases', () => {
    fc.assert(fc.property(pools, fc.nat({ max: 40 }), fc.nat(), (pool, count, seed) => {
      const drawn = drawSlices(pool, count, seed);
      expect(countSlices(drawn)).toBe(Math.min(count, countSlices(pool)));
      const there = new Set(pairs(pool));
      expect(pairs(drawn).every((pair) => there.has(pair))).toBe(true);
      expect(new Set(pairs(drawSlices(pool.toReversed(), count, seed)))).toEqual(new Set(pairs(drawn)));
      expect(drawn.every(({ slices }) => slices.every((slice, at) => at === 0 || slice > slices[at - 1]!))).toBe(true);
    }));
  });

  it('are each as likely as any other', () => {
    const pool = [{ name: 'a', slices: [0, 1, 2, 3] }, { name: 'b', slices: [7, 8, 9, 10] }];
    const times = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++) for (const pair of pairs(drawSlices(pool, 2, seed))) times.set(pair, (times.get(pair) ?? 0) + 1);
    // 4,000 draws over 8 slices: 500 each, with a standard deviation of √(2000 · ¼ · ¾) = 19.4; five of these.
    for (const pair of pairs(pool)) expect(Math.abs((times.get(pair) ?? 0) - 500)).toBeLessThan(97);
  });
});

describe('a pool', () => {
  it('is parted into what is shown and what is hidden, and nothing is shown twice', () => {
    fc.assert(fc.property(pools, fc.nat({ max: 20 }), fc.nat({ max: 20 }), (pool, first, second) => {
      const shown = drawSlices(pool, first, 1);
      const hidden = stillHidden(pool, shown);
      expect([...pairs(shown), ...pairs(hidden)].sort()).toEqual(pairs(pool).sort());
      const more = hidden.flatMap(({ name, slices }) => slices.map((slice) => ({ name, slice }))).slice(0, second);
      const then = revealMore(pool, shown, more);
      expect(countSlices(then)).toBe(countSlices(shown) + more.length);
      expect(pairs(stillHidden(pool, then)).length).toBe(countSlices(pool) - countSlices(then));
      if (more[0] !== undefined) expect(() => revealMore(pool, then, [more[0]!])).toThrow(RangeError);
    }));
    expect(() => revealMore([{ name: 'a', slices: [1] }], [], [{ name: 'a', slice: 2 }])).toThrow(RangeError);
  });

  it('teaches by what is shown alone: a case that shows nothing is not there', () => {
    const taught = { role: 'train', completeSlices: [0, 1, 2] } as unknown as SnapshotCase;
    const pool = ['a', 'b'].map((name) => ({ name, slices: [0, 1, 2], taught: { ...taught, name } }));
    expect(taughtBy(pool, [{ name: 'b', slices: [1] }])).toEqual([{ role: 'train', completeSlices: [1], name: 'b' }]);
  });

  it('has a name of its own for each case', () => {
    expect(namesInPool(['a', 'b', 'a', 'a (2)', 'a'])).toEqual(['a', 'b', 'a (3)', 'a (2)', 'a (4)']);
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'a (2)', 'b', 'a (3)')), (names) => {
      expect(new Set(namesInPool(names)).size).toBe(names.length);
    }));
  });
});

it('a slice holds as many voxels of each output as are counted one by one', () => {
  fc.assert(fc.property(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), fc.constantFrom(0, 1, 2), fc.array(fc.constantFrom(0, 3, 5, 9), { minLength: 64, maxLength: 64 }),
    (size: Vec3, axis: AxisIndex, voxels) => {
      const labels = Uint8Array.from(voxels.slice(0, size[0] * size[1] * size[2]));
      const counts = referenceVoxels(labels, size, axis, [{ index: 0 }, { index: 5 }, { index: 3 }]);
      expect(counts).toHaveLength(size[axis]);
      labels.forEach((label, at) => {
        const place = [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))][axis]!;
        // A label that the plan does not name is background.
        (counts[place] as number[])[label === 5 ? 1 : label === 3 ? 2 : 0]!--;
      });
      expect(counts.flat().every((left) => left === 0)).toBe(true);
    },
  ));
});
