import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { sliceVerdicts, withSlices } from '#shared/labels/three-way.ts';
import { finish } from '#shared/regions/grid.ts';

const size: Vec3 = [3, 2, 4];
const verdictsOf = (...given: Parameters<typeof sliceVerdicts>) => finish(sliceVerdicts(...given));
const volume = (...slices: readonly number[]): Uint8Array => Uint8Array.from(slices.flatMap((label) => Array<number>(6).fill(label)));

it('takes a slice from the side that changed it, and asks where both did', () => {
  const base = volume(0, 0, 0, 1);
  expect(verdictsOf(volume(2, 0, 2, 3), volume(0, 2, 3, 3), [base], size, 2)).toEqual(['mine', 'theirs', 'both', 'same']);
});

it('asks again where both have settled the same slice differently before', () => {
  // Mine is as one of the two states that both know, theirs as the other: neither came from the other.
  const [one, other] = [volume(1, 0, 0, 0), volume(2, 0, 0, 0)];
  expect(verdictsOf(one, other, [one, other], size, 2)).toEqual(['both', 'same', 'same', 'same']);
  expect(verdictsOf(one, other, [other], size, 2)).toEqual(['mine', 'same', 'same', 'same']);
});

it('loses no change of either side where nobody is asked, along any axis', () => {
  const voxels = fc.uint8Array({ minLength: 24, maxLength: 24, max: 2 });
  fc.assert(fc.property(voxels, voxels, voxels, fc.constantFrom<AxisIndex>(0, 1, 2), (base, mine, theirs, axis) => {
    const verdicts = verdictsOf(mine, theirs, [base], size, axis);
    const joined = finish(withSlices(mine, theirs, new Set(verdicts.flatMap((verdict, slice) => (verdict === 'theirs' ? [slice] : []))), size, axis));
    for (let at = 0; at < 24; at += 1) {
      const slice = [at % 3, Math.floor(at / 3) % 2, Math.floor(at / 6)][axis]!;
      if (verdicts[slice] === 'both') continue;
      if (mine[at] !== base[at]) expect(joined[at]).toBe(mine[at]);
      if (theirs[at] !== base[at]) expect(joined[at]).toBe(theirs[at]);
    }
    // Told from the other side, the same slices are asked about.
    const turned = verdictsOf(theirs, mine, [base], size, axis);
    expect(turned.map((verdict) => verdict === 'both')).toEqual(verdicts.map((verdict) => verdict === 'both'));
  }));
});

it('rests after each slice, so that whoever paints meanwhile is not held up by a whole volume', () => {
  const all = new Set([0, 1, 2, 3]);
  expect([...withSlices(volume(1, 1, 1, 1), volume(2, 2, 2, 2), all, size, 2)]).toHaveLength(4);
});
