import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { addChangedSlices, collectEdit, collectEditInPieces, revertTile } from '#shared/labels/edit.ts';
import { decodeRuns, encodeRuns } from '#shared/labels/runs.ts';
import { allTiles, readTile, tileRectangle } from '#shared/labels/tile-layout.ts';

const size: Vec3 = [70, 66, 2];
const count = size[0] * size[1] * size[2];
const paint = fc.array(fc.tuple(fc.nat(count - 1), fc.nat(3)), { maxLength: 20 });
const painted = (from: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array => {
  const voxels = from.slice();
  for (const [at, label] of changes) voxels[at] = label;
  return voxels;
};

describe('collecting an edit', () => {
  it('takes exactly the tiles that differ, as they become', () => {
    fc.assert(fc.property(paint, paint, (first, second) => {
      const before = painted(new Uint8Array(count), first);
      const after = painted(before, second);
      const tileOf = (volume: Uint8Array, address: { k: number; tile: number }): Uint8Array => readTile(volume, size, tileRectangle(size, address));
      const stored = (address: { k: number; tile: number }): Uint8Array | undefined => {
        const tile = tileOf(before, address);
        return tile.some((label) => label !== 0) ? encodeRuns(tile) : undefined;
      };
      const edit = collectEdit(after, size, stored);
      const differing = [...allTiles(size)].filter((address) => tileOf(before, address).some((label, at) => label !== tileOf(after, address)[at]));
      expect(edit.map(({ k, tile }) => ({ k, tile }))).toEqual(differing);
      for (const { runs, ...address } of edit) {
        const voxels = tileOf(after, address);
        expect(Buffer.compare(decodeRuns(runs, voxels.length), voxels)).toBe(0);
      }
    }), { numRuns: 40 });
  });
});

describe('collecting an edit in pieces', () => {
  it('rests between slices and looks at one of them at a time', () => {
    let looked: number[] = [];
    const pieces = collectEditInPieces(new Uint8Array(count).fill(1), size, ({ k }) => { looked.push(k); return undefined; });
    const seen: (readonly number[])[] = [];
    for (let step = pieces.next(); ; step = pieces.next()) {
      seen.push(looked);
      looked = [];
      if (step.done !== true) continue;
      expect(step.value).toEqual(collectEdit(new Uint8Array(count).fill(1), size, () => undefined));
      break;
    }
    // Two slices of two by two tiles.
    expect(seen).toEqual([[], [0, 0, 0, 0], [1, 1, 1, 1]]);
  });
});

describe('taking an edit back', () => {
  it('leaves what was painted over since, and puts the rest back', () => {
    //                                 untouched, taken back, painted over, repainted the same by a later edit
    const before = Uint8Array.of(1, 0, 0, 2);
    const wrote = Uint8Array.of(1, 3, 3, 3);
    const present = Uint8Array.of(1, 3, 2, 3);
    expect(revertTile(before, wrote, present)).toEqual(Uint8Array.of(1, 0, 2, 2));
  });

  it('leaves a voxel that the edit did not change, even where it shows what the edit holds', () => {
    expect(revertTile(Uint8Array.of(3, 0), Uint8Array.of(3, 3), Uint8Array.of(3, 1))).toBeNull();
  });

  it('twice gives the present state again where nobody else painted', () => {
    const tile = fc.uint8Array({ minLength: 16, maxLength: 16, max: 3 });
    fc.assert(fc.property(tile, tile, (before, wrote) => {
      const undone = revertTile(before, wrote, wrote) ?? wrote;
      expect(undone).toEqual(before);
      expect(revertTile(wrote, undone, undone) ?? undone).toEqual(wrote);
    }));
  });
});

describe('the slices that an edit changed', () => {
  it('are exactly those in which a voxel differs, along each axis', () => {
    const address = fc.constantFrom(...allTiles(size));
    fc.assert(fc.property(address, fc.array(fc.nat(4095), { maxLength: 5 }), fc.constantFrom<AxisIndex>(0, 1, 2), (where, changes, axis) => {
      const rectangle = tileRectangle(size, where);
      const before = new Uint8Array(rectangle.width * rectangle.height);
      const after = before.slice();
      const expected = new Set<number>();
      for (const change of changes) {
        const at = change % after.length;
        after[at] = 1;
        const place = [rectangle.i + (at % rectangle.width), rectangle.j + Math.floor(at / rectangle.width), rectangle.k];
        expected.add(place[axis]!);
      }
      const found = new Set<number>();
      addChangedSlices(before, after, rectangle, axis, found);
      expect(found).toEqual(expected);
    }));
  });
});
