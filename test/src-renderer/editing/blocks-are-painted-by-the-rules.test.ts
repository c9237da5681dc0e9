import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import { tileGrid, writeTile } from '../../../src-renderer/editing/tile-grid.ts';
import { differences, nothingKept, size, study } from './window-at-host.ts';

const grid: Vec3 = [70, 67, 3];
const count = grid[0] * grid[1] * grid[2];
const corner = fc.tuple(fc.integer({ min: 0, max: 69 }), fc.integer({ min: 0, max: 66 }), fc.integer({ min: 0, max: 2 }));

describe('a block of labels', () => {
  it('changes exactly the voxels that it names and the rules allow, whatever tiles it meets', () => {
    fc.assert(fc.property(corner, corner, fc.nat(), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.boolean(), (a, b, seed, kept, label, many) => {
      const first = a.map((one, axis) => Math.min(one, b[axis]!)) as unknown as Vec3;
      const last = a.map((one, axis) => Math.max(one, b[axis]!)) as unknown as Vec3;
      const extent = last.map((one, axis) => one - first[axis]! + 1) as unknown as Vec3;
      const mixed = (at: number, of: number): number => Math.floor(((Math.sin(at * 12.9898 + seed % 1000) * 43758.5453) % 1 + 1) * of) % of;
      const labels = Uint8Array.from({ length: count }, (_, at) => mixed(at, 4));
      const original = labels.slice();
      const values = Int16Array.from({ length: count }, (_, at) => mixed(at + 7, 100));
      const where = Uint8Array.from({ length: extent[0] * extent[1] * extent[2] }, (_, at) => mixed(at + 3, 2));
      const each = where.map((_, at) => mixed(at + 5, 4));
      const rules = { kept: nothingKept.slice(), notErased: nothingKept.slice(), gate: { voxels: values, lowest: 20, highest: 80 } };
      rules.kept[kept] = 1;
      rules.notErased[3] = 1;

      // The plainest way: voxel by voxel.
      const expected = labels.slice();
      for (let k = 0; k < grid[2]; k += 1) for (let j = 0; j < grid[1]; j += 1) for (let i = 0; i < grid[0]; i += 1) {
        const at = i + grid[0] * (j + grid[1] * k);
        if ([i, j, k].some((one, axis) => one < first[axis]! || one > last[axis]!)) continue;
        const inBlock = i - first[0] + extent[0] * (j - first[1] + extent[1] * (k - first[2]));
        const wanted = many ? each[inBlock]! : label;
        const stays = wanted === 0 ? labels[at] === 3 : labels[at] === kept;
        if (where[inBlock] === 1 && !stays && values[at]! >= 20 && values[at]! <= 80) expected[at] = wanted;
      }
      const tiles = paintBlock(labels, tileGrid(grid), { box: { first, last }, where, label: many ? each : label }, rules);
      expect(differences(labels, expected)).toBe(0);
      // The tiles as they were are enough to take it back.
      for (const [key, was] of tiles) writeTile(labels, grid, tileGrid(grid).rectangleOf(key), was);
      expect(differences(labels, original)).toBe(0);
    }), { numRuns: 40 });
  });

  it('is refused where its voxels do not fill its box', () => {
    const block = { box: { first: [0, 0, 0], last: [1, 1, 0] }, where: new Uint8Array(3), label: 1 } as const;
    expect(() => paintBlock(new Uint8Array(count), tileGrid(grid), block, { kept: nothingKept, notErased: nothingKept, gate: null })).toThrow(RangeError);
  });

  it('is one edit, which is undone and redone whole and stored at the host', async () => {
    const place = await study();
    const { session } = await place.open();
    const box = { first: [10, 5, 1], last: [89, 64, 3] } as const;
    const where = new Uint8Array(80 * 60 * 3).fill(1);
    expect(session.paintBlock('fill-holes', { box, where, label: 2 }, { kept: nothingKept, notErased: nothingKept, gate: null })).not.toBeNull();
    const painted = session.labels.slice();
    expect(painted.filter((label) => label === 2)).toHaveLength(80 * 60 * 3);
    expect(session.paintBlock('fill-holes', { box, where, label: 2 }, { kept: nothingKept, notErased: nothingKept, gate: null })).toBeNull();
    await session.undo();
    expect(session.labels.every((label) => label === 0)).toBe(true);
    expect(session.canUndo).toBe(false);
    await session.redo();
    expect(differences(session.labels, painted)).toBe(0);
    await session.awaitSaved();
    expect(differences(await place.stored(), painted)).toBe(0);
    expect(session.labels).toHaveLength(size[0] * size[1] * size[2]);
  });
});
