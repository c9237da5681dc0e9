import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import type { Operation } from '../../../src-renderer/editing/regions/operation.ts';
import { runOperation } from '../../../src-renderer/editing/regions/run-operation.ts';
import { tileGrid } from '../../../src-renderer/editing/tile-grid.ts';
import { nothingKept } from './window-at-host.ts';

const size: Vec3 = [12, 10, 5];
const spacingMm: Vec3 = [1, 1, 2];
const at = (i: number, j: number, k: number): number => i + size[0] * (j + size[1] * k);
const count = size[0] * size[1] * size[2];

/** A 5 × 5 × 3 block of label 1 with a hole, a single voxel apart from it, and a block of label 2 beside it. */
function labels(): Uint8Array {
  const made = new Uint8Array(count);
  for (let k = 1; k < 4; k += 1) for (let j = 2; j < 7; j += 1) for (let i = 1; i < 6; i += 1) made[at(i, j, k)] = 1;
  made[at(3, 4, 2)] = 0;
  made[at(10, 8, 4)] = 1;
  for (let j = 2; j < 5; j += 1) made[at(7, j, 2)] = 2;
  return made;
}

function after(operation: Operation, label = 1, before = labels()): Uint8Array {
  const image = Int16Array.from({ length: count }, (_, voxel) => voxel % size[0]);
  const given = before.slice();
  const block = finish(runOperation({ grid: { size, spacingMm }, labels: before, image, label, free: [1, 2] }, operation));
  expect(before).toEqual(given);
  const result = before.slice();
  if (block !== null) paintBlock(result, tileGrid(size), block, { kept: nothingKept, notErased: nothingKept, gate: null });
  return result;
}
const countOf = (values: Uint8Array, label: number): number => values.filter((one) => one === label).length;

describe('an operation on a label', () => {
  // 74 voxels of the block with its hole, and one apart.
  it.each<[Operation, number]>([
    [{ kind: 'keep-largest' }, 74],
    [{ kind: 'keep-at', voxel: [10, 8, 4] }, 1],
    [{ kind: 'remove-small', smallestMm3: 3 }, 74],
    [{ kind: 'remove-small', smallestMm3: 2 }, 75],
    [{ kind: 'fill-holes', slices: null }, 76],
    // Along k the hole is closed in within its slice.
    [{ kind: 'fill-holes', slices: 2 }, 76],
    [{ kind: 'combine', how: 'union', other: 2 }, 78],
    [{ kind: 'combine', how: 'intersection', other: 2 }, 0],
    [{ kind: 'combine', how: 'difference', other: 2 }, 75],
    // Values are the column: 3 and 4 have 2 × 10 × 5 voxels, of which the block holds 2 × 15 and the hole none.
    [{ kind: 'threshold', lowest: 3, highest: 4 }, 75 + 2 * 50 - (30 - 1)],
  ])('%o leaves as many voxels as can be counted by hand', (operation, voxels) => {
    const result = after(operation);
    expect(countOf(result, 1)).toBe(voxels);
    // What a union takes over, it takes from the other label; nothing else touches that.
    expect(countOf(result, 2)).toBe(operation.kind === 'combine' && operation.how === 'union' ? 0 : 3);
  });

  it('grows and shrinks by millimetres: one voxel within slices, none across slices that are 2 mm apart', () => {
    const alone = labels();
    alone[at(10, 8, 4)] = 0;
    alone[at(3, 4, 2)] = 1;
    for (let j = 2; j < 5; j += 1) alone[at(7, j, 2)] = 0;
    // A square of 5 grown by 1: 5 × 5 and 5 on each of four sides.
    expect(countOf(after({ kind: 'grow', mm: 1 }, 1, alone), 1)).toBe(3 * (25 + 20));
    expect(countOf(after({ kind: 'shrink', mm: 1 }, 1, alone), 1)).toBe(3 * 9);
  });

  it('goes between drawn slices, and nowhere else', () => {
    const drawn = new Uint8Array(count);
    for (const k of [0, 4]) for (let j = 2; j < 7; j += 1) for (let i = 2; i < 7; i += 1) drawn[at(i, j, k)] = 1;
    expect(countOf(after({ kind: 'interpolate', axis: 2 }, 1, drawn), 1)).toBe(5 * 25);
  });

  it('says so where nothing would change', () => {
    const scene = { grid: { size, spacingMm }, labels: new Uint8Array(count), image: new Int16Array(count), label: 1, free: [1] };
    for (const kind of ['keep-largest', 'fill-holes', 'grow', 'median', 'joint', 'interpolate'] as const) {
      expect(finish(runOperation(scene, { kind, mm: 1, slices: null, radiusVoxels: 1, axis: 2 }))).toBeNull();
    }
  });
});
