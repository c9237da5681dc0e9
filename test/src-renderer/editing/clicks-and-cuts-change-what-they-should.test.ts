import { describe, expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { finish } from '#shared/regions/grid.ts';
import { pathInSlice } from '#shared/regions/slice.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import { isPointerOperation, runPointerOperation, type PointerOperation } from '../../../src-renderer/editing/regions/pointer-operation.ts';
import { tileGrid } from '../../../src-renderer/editing/tile-grid.ts';
import { withoutLastCorner } from '../../../src-renderer/editing/tools/outline.ts';
import { fillRange, rangeOf, toleranceOf } from '../../../src-renderer/pages/annotate/fill-range.ts';
import { nothingKept } from './window-at-host.ts';

const size: Vec3 = [20, 16, 12];
const spacingMm: Vec3 = [1, 1, 3];
const count = size[0] * size[1] * size[2];
const at = ([i, j, k]: Vec3): number => i + size[0] * (j + size[1] * k);
const voxelOf = (index: number): Vec3 => [index % size[0], Math.floor(index / size[0]) % size[1], Math.floor(index / (size[0] * size[1]))];

/** A bright box of 8 × 6 × 4 voxels that a bridge of one voxel joins to another box of 3 × 3 × 3, in the dark. */
function image(): Int16Array {
  const values = new Int16Array(count).fill(10);
  const fill = ([i0, j0, k0]: Vec3, [i1, j1, k1]: Vec3): void => {
    for (let k = k0; k <= k1; k += 1) for (let j = j0; j <= j1; j += 1) for (let i = i0; i <= i1; i += 1) values[at([i, j, k])] = 100 + ((i + j + k) % 3);
  };
  fill([2, 2, 2], [9, 7, 5]);
  fill([4, 4, 6], [4, 4, 7]);
  fill([3, 3, 8], [5, 5, 10]);
  return values;
}

function after(operation: PointerOperation, before: Uint8Array, label = 1): Uint8Array {
  const given = before.slice();
  const block = finish(runPointerOperation({ grid: { size, spacingMm }, labels: before, image: image(), label, free: [] }, operation));
  expect(before).toEqual(given);
  const result = before.slice();
  if (block !== null) paintBlock(result, tileGrid(size), block, { kept: nothingKept, notErased: nothingKept, gate: null });
  return result;
}
const countOf = (values: Uint8Array, label: number): number => values.filter((one) => one === label).length;
const barriersOf = (...labels: number[]): Uint8Array => Uint8Array.from({ length: 256 }, (_, label) => Number(labels.includes(label)));
const flood = { kind: 'flood-fill', seed: [5, 5, 3], mostMm: null, range: { lowest: 95, highest: 110 }, barriers: nothingKept } as const;

describe('a click that fills', () => {
  it.each<[AxisIndex | null, number]>([[0, 6 * 4], [1, 8 * 4], [2, 8 * 6], [null, 8 * 6 * 4 + 2 + 27]])('along axis %o takes as many voxels as hang together there: %i', (axis, voxels) => {
    const result = after({ ...flood, axis }, new Uint8Array(count));
    expect(countOf(result, 1)).toBe(voxels);
    for (const [index, label] of result.entries()) if (label === 1 && axis !== null) expect(voxelOf(index)[axis]).toBe(flood.seed[axis]);
  });

  it('goes no further than it may, in millimetres', () => {
    // 5 mm from slice 3 are the slices next to it.
    const result = after({ ...flood, axis: null, mostMm: 5 }, new Uint8Array(count));
    for (const [index, label] of result.entries()) {
      const awayMm = Math.hypot(...voxelOf(index).map((place, axis) => (place - flood.seed[axis]!) * spacingMm[axis]!));
      if (label === 1) expect(awayMm).toBeLessThanOrEqual(5);
    }
    expect([...new Set([...result.keys()].filter((index) => result[index] === 1).map((index) => voxelOf(index)[2]))]).toEqual([2, 3, 4]);
  });

  it('does not pass labels that stop it, but its own and the one that it begins on', () => {
    const wall = new Uint8Array(count);
    // Across the box, from side to side.
    for (let k = 0; k < size[2]; k += 1) for (let j = 0; j < size[1]; j += 1) wall[at([7, j, k])] = 3;
    const stopped = after({ ...flood, axis: 2, barriers: barriersOf(3) }, wall);
    expect(countOf(stopped, 1)).toBe(5 * 6);
    expect(countOf(after({ ...flood, axis: 2 }, wall), 1)).toBe(8 * 6);
    expect(countOf(after({ ...flood, axis: 2, barriers: barriersOf(3) }, wall, 3), 3) - countOf(wall, 3)).toBe(8 * 6 - 6);
    expect(countOf(after({ ...flood, seed: [7, 5, 3], axis: 2, barriers: barriersOf(3) }, wall), 1)).toBe(8 * 6);
  });

  it('fills what a drawn ring encloses, and turns a label into another', () => {
    const ring = new Uint8Array(count);
    for (let n = 3; n <= 9; n += 1) for (const place of [[n, 3, 6], [n, 9, 6], [3, n, 6], [9, n, 6]] as const) ring[at(place)] = 2;
    expect(countOf(after({ ...flood, seed: [6, 6, 6], axis: 2, range: null }, ring), 1)).toBe(25);
    const turned = after({ ...flood, seed: [3, 3, 6], axis: null, range: null }, ring);
    expect([countOf(turned, 1), countOf(turned, 2)]).toEqual([24, 0]);
  });

  it('takes near values or a range of real ones, and never those that may not be painted', () => {
    const viewed = { voxels: image(), slope: 2, intercept: -100, orientationKnown: true, geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const } };
    const open = { greyWindow: { centre: 100, width: 400 }, gate: null };
    // The stored value there is 101.
    expect(fillRange({ by: 'tolerance', tolerance: 10, range: null }, open, viewed, [5, 5, 3])).toEqual({ lowest: 96, highest: 106 });
    expect(fillRange({ by: 'tolerance', tolerance: null, range: null }, open, viewed, [5, 5, 3])).toEqual({ lowest: 81, highest: 121 });
    expect(toleranceOf({ tolerance: null }, open.greyWindow)).toBe(40);
    expect(rangeOf({ range: null }, open.greyWindow)).toEqual({ lowest: 100, highest: 300 });
    expect(fillRange({ by: 'range', tolerance: null, range: { lowest: 0, highest: 104 } }, { ...open, gate: { lowest: 90, highest: 1000 } }, viewed, [5, 5, 3])).toEqual({ lowest: 95, highest: 102 });
    expect(fillRange({ by: 'label', tolerance: null, range: null }, open, viewed, [5, 5, 3])).toBeNull();
  });
});

describe('a click that grows', () => {
  const grown = { kind: 'grow-region', seed: [5, 5, 3], mostMm: null, multiplier: 3, iterations: 3, initialRadiusVoxels: 1 } as const;
  it('takes the bright things and leaves the dark, in a slice or the volume', () => {
    expect(countOf(after({ ...grown, axis: 2 }, new Uint8Array(count)), 1)).toBe(8 * 6);
    expect(countOf(after({ ...grown, axis: null }, new Uint8Array(count)), 1)).toBe(8 * 6 * 4 + 2 + 27);
    expect(countOf(after({ ...grown, axis: null, mostMm: 1 }, new Uint8Array(count)), 1)).toBe(9);
  });
});

describe('a click on a prediction', () => {
  it('takes the part that hangs together, also across corners, with its own label', () => {
    const prediction = new Uint8Array(count);
    for (const place of [[1, 1, 1], [2, 2, 2], [3, 2, 2]] as const) prediction[at(place)] = 4;
    prediction[at([10, 10, 10])] = 4;
    prediction[at([2, 1, 1])] = 5;
    const result = after({ kind: 'accept-component', seed: [3, 2, 2], prediction }, new Uint8Array(count));
    expect([countOf(result, 4), countOf(result, 5)]).toEqual([3, 0]);
    // Nothing is said to change where it is so already.
    expect(finish(runPointerOperation({ grid: { size, spacingMm }, labels: result, image: image(), label: 4, free: [] }, { kind: 'accept-component', seed: [3, 2, 2], prediction }))).toBeNull();
  });
});

describe('scissors', () => {
  const corners: readonly Vec3[] = [[3.5, 2.5, 0], [9.5, 2.5, 0], [9.5, 6.5, 0], [3.5, 6.5, 0]];
  const turned = (axis: AxisIndex): Vec3[] => corners.map(([u, v]) => (axis === 0 ? [0, u, v] : axis === 1 ? [u, 0, v] : [u, v, 0]));
  const cut = (axis: AxisIndex, does: 'fill-inside' | 'erase-inside' | 'erase-outside', ...erased: number[]) =>
    ({ kind: 'scissors', axis, ring: pathInSlice(turned(axis), axis), does, erased: barriersOf(...erased) }) as const;
  /** u 4 … 9 and v 3 … 6 of whatever slice. */
  const isInside = (index: number, axis: AxisIndex): boolean => {
    const [u, v] = voxelOf(index).filter((_, along) => along !== axis) as [number, number];
    return u >= 4 && u <= 9 && v >= 3 && v <= 6;
  };
  const many = Uint8Array.from({ length: count }, (_, index) => index % 3);

  it.each<AxisIndex>([0, 1, 2])('fill or erase through all slices along axis %i', (axis) => {
    const filled = after(cut(axis, 'fill-inside'), new Uint8Array(count));
    const inside = after(cut(axis, 'erase-inside', 1), many);
    const outside = after(cut(axis, 'erase-outside', 1, 2), many);
    let wrong = 0;
    for (let index = 0; index < count; index += 1) {
      const within = isInside(index, axis);
      if (filled[index] !== Number(within)) wrong += 1;
      if (inside[index] !== (within && many[index] === 1 ? 0 : many[index])) wrong += 1;
      if (outside[index] !== (within ? many[index] : 0)) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it('change nothing where there is nothing to erase', () => {
    const scene = { grid: { size, spacingMm }, labels: new Uint8Array(count), image: image(), label: 1, free: [] };
    expect(finish(runPointerOperation(scene, cut(2, 'erase-outside', 1)))).toBeNull();
    expect(finish(runPointerOperation({ ...scene, labels: many }, cut(2, 'erase-inside')))).toBeNull();
  });
});

it('corners are dropped one by one, with the wire that led there', () => {
  const places = (n: number): Vec3[] => Array.from({ length: n }, (_, i): Vec3 => [i, 0, 0]);
  const wire = { axis: 2, slice: 3, erases: false, points: places(9), corners: [1, 5, 9] } as const;
  const once = withoutLastCorner(wire)!;
  expect([once.points.length, once.corners]).toEqual([5, [1, 5]]);
  const twice = withoutLastCorner(once)!;
  expect([twice.points.length, twice.corners]).toEqual([1, [1]]);
  expect(withoutLastCorner(twice)).toBeNull();
  expect(withoutLastCorner({ axis: 2, slice: 3, erases: false, points: places(2) })).toEqual({ axis: 2, slice: 3, erases: false, points: places(1) });
});

it('operations of the pointer are told from those on whole labels', () => {
  expect(isPointerOperation({ kind: 'flood-fill' })).toBe(true);
  expect(isPointerOperation({ kind: 'fill-holes' })).toBe(false);
});
