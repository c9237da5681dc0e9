import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { restoreTile } from '#shared/labels/edit.ts';
import { tallyExtent } from '#shared/labels/edit-extent.ts';
import { encodeRuns, runsOf, type Runs } from '#shared/labels/runs.ts';
import { allTiles, readTile, tileRectangle, type TileRectangle } from '#shared/labels/tile-layout.ts';

const size: Vec3 = [70, 66, 3];
const count = size[0] * size[1] * size[2];
/** Single voxels, and stretches that go over the ends of rows and tiles. */
const volume = fc.array(fc.tuple(fc.nat(count - 1), fc.nat(2), fc.oneof(fc.constant(1), fc.nat(300))), { maxLength: 12 }).map((changes) => {
  const voxels = new Uint8Array(count);
  for (const [at, label, length] of changes) voxels.fill(label, at, at + length);
  return voxels;
});
const indexOf = (at: number): Vec3 => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))];
const runsIn = (voxels: Uint8Array, rectangle: TileRectangle): Runs => runsOf(encodeRuns(readTile(voxels, size, rectangle)), rectangle.width * rectangle.height);

it('counts what differs between two volumes, voxel by voxel', () => {
  fc.assert(fc.property(volume, volume, (before, after) => {
    const tally = tallyExtent(size);
    for (const address of allTiles(size)) {
      const rectangle = tileRectangle(size, address);
      tally.add(runsIn(before, rectangle), runsIn(after, rectangle), rectangle);
    }
    const changed = [...before.keys()].filter((at) => before[at] !== after[at]).map(indexOf);
    const { voxels, slices, first, last } = tally.extent();
    expect(voxels).toBe(changed.length);
    for (const axis of [0, 1, 2] as const) {
      const along = [...new Set(changed.map((index) => index[axis]))].sort((a, b) => a - b);
      expect(tally.slicesAlong(axis)).toEqual(along);
      expect([slices[axis], first?.[axis], last?.[axis]]).toEqual([along.length, along[0], along.at(-1)]);
    }
  }), { numRuns: 40 });
});

it('restores the wanted slices along any axis and no other voxel', () => {
  fc.assert(fc.property(volume, volume, fc.constantFrom<AxisIndex>(0, 1, 2), fc.array(fc.nat(69)), (then, present, axis, slices) => {
    const wanted = new Uint8Array(size[axis]);
    for (const slice of slices) if (slice < size[axis]) wanted[slice] = 1;
    for (const address of allTiles(size)) {
      const rectangle = tileRectangle(size, address);
      const [old, now] = [readTile(then, size, rectangle), readTile(present, size, rectangle)];
      const expected = now.map((label, at) => {
        const index: Vec3 = [rectangle.i + (at % rectangle.width), rectangle.j + Math.floor(at / rectangle.width), rectangle.k];
        return wanted[index[axis]] === 1 ? old[at]! : label;
      });
      const restored = restoreTile(old, now, rectangle, axis, wanted);
      expect(Buffer.compare(restored ?? now, expected)).toBe(0);
      expect(restored === null).toBe(Buffer.compare(now, expected) === 0);
    }
  }), { numRuns: 40 });
});
