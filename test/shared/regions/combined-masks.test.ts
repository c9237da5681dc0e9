import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, combinations, invertWithin, type Combination } from '#shared/regions/combine.ts';
import { copySlice, neighbourSlices } from '#shared/regions/copy-slice.ts';
import type { Grid } from '#shared/regions/grid.ts';

const grid: Grid = { size: [4, 3, 5], spacingMm: [1, 1, 1] };
const voxels = 60;
const masks = fc.uint8Array({ max: 1, minLength: voxels, maxLength: voxels });
const axes = fc.constantFrom(0, 1, 2);

const members = (mask: Uint8Array): Set<number> => new Set([...mask.keys()].filter((at) => mask[at] === 1));

describe('masks combined', () => {
  /** By which sets a voxel is in. */
  const ofSets: Record<Combination, (one: Set<number>, other: Set<number>) => Set<number>> = {
    'union': (one, other) => new Set([...one, ...other]),
    'intersection': (one, other) => new Set([...one].filter((voxel) => other.has(voxel))),
    'difference': (one, other) => new Set([...one].filter((voxel) => !other.has(voxel))),
    'symmetric-difference': (one, other) => new Set([...one, ...other].filter((voxel) => one.has(voxel) !== other.has(voxel))),
  };

  it('hold what the sets of their voxels hold', () => {
    fc.assert(fc.property(masks, masks, fc.constantFrom(...combinations), (one, other, combination) => {
      expect(members(combine(one, other, combination))).toEqual(ofSets[combination](members(one), members(other)));
    }));
  });

  it('have one grid', () => {
    expect(() => combine(new Uint8Array(4), new Uint8Array(5), 'union')).toThrow(RangeError);
  });

  it('inverted within a box change every voxel of it and none beyond', () => {
    fc.assert(fc.property(masks, fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4)), fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4)), (mask, first, more) => {
      const last = [first[0] + more[0], first[1] + more[1], first[2] + more[2]] as const;
      invertWithin(mask, grid.size, { first, last }).forEach((value, at) => {
        const place = placeOf(at);
        const within = place.every((one, axis) => one >= first[axis]! && one <= last[axis]!);
        expect(value).toBe(within ? 1 - mask[at]! : mask[at]);
      });
    }));
  });
});

const placeOf = (at: number): readonly [number, number, number] => [at % 4, Math.floor(at / 4) % 3, Math.floor(at / 12)];

describe('a slice copied', () => {
  it('stands in the slices it is copied to, alone or with what they had, and nowhere else', () => {
    fc.assert(fc.property(masks, axes, fc.nat(4), fc.array(fc.nat(4), { maxLength: 4 }), fc.boolean(), (mask, axis, wanted, others, adds) => {
      const from = wanted % grid.size[axis];
      const to = others.map((one) => one % grid.size[axis]);
      const before = mask.slice();
      copySlice(mask, grid, axis, from, to, adds ? 'add' : 'replace').forEach((value, at) => {
        const place = placeOf(at);
        const copied = place.with(axis, from);
        const source = mask[copied[0]! + 4 * (copied[1]! + 3 * copied[2]!)]!;
        if (place[axis] === from || !to.includes(place[axis])) expect(value).toBe(mask[at]);
        else expect(value).toBe(adds ? Math.max(source, mask[at]!) : source);
      });
      expect(mask).toEqual(before);
    }));
  });

  it('goes to as many neighbours as there are', () => {
    expect(neighbourSlices(grid, 2, 1, 3, 2)).toEqual([0, 2, 3]);
    expect(neighbourSlices(grid, 0, 3, 1, 1)).toEqual([2]);
    expect(() => copySlice(new Uint8Array(voxels), grid, 1, 0, [3], 'add')).toThrow(RangeError);
  });
});
