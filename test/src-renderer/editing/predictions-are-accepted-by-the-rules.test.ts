import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { finish } from '#shared/regions/grid.ts';
import { boxOfLabel, labelBoxes } from '#shared/regions/region-box.ts';
import { keptLabels, type PaintOver } from '../../../src-renderer/editing/kept-labels.ts';
import { paintBlock } from '../../../src-renderer/editing/paint-block.ts';
import { acceptedPrediction, type Acceptance } from '../../../src-renderer/editing/regions/accepted-prediction.ts';
import { tileGrid } from '../../../src-renderer/editing/tile-grid.ts';
import { acceptanceRules } from '../../../src-renderer/pages/annotate/painting-gate.ts';

const size: Vec3 = [70, 9, 6];
const count = size[0] * size[1] * size[2];
const placeOf = (at: number): Vec3 => [at % size[0], Math.floor(at / size[0]) % size[1], Math.floor(at / (size[0] * size[1]))];
const grid = { size, spacingMm: [1, 1, 2] as const };
const image = { voxels: Int16Array.from({ length: count }, (_, at) => at % 100), slope: 2, intercept: -50 };
const ball = (i: number, j: number, k: number, radius: number, label: number, into: Uint8Array): void => {
  for (let at = 0; at < count; at += 1) {
    const place = placeOf(at);
    if (Math.hypot(place[0] - i, place[1] - j, 2 * (place[2] - k)) < radius) into[at] = label;
  }
};
const volume = (...balls: [number, number, number, number, number][]): Uint8Array => {
  const made = new Uint8Array(count);
  for (const [i, j, k, radius, label] of balls) ball(i, j, k, radius, label, made);
  return made;
};
const drawn = volume([20, 4, 3, 6, 1], [40, 4, 2, 5, 2], [60, 5, 3, 3, 3]);
const prediction = volume([24, 4, 3, 6, 1], [40, 5, 3, 4, 3], [58, 4, 3, 4, 2]);
const tableWith = (locked: readonly number[]): LabelTable => [1, 2, 3].map((index) => (
  { index, value: index, name: `label ${index}`, colour: '#e69f00', code: null, locked: locked.includes(index), opacity: 1, visible: true, visibleIn3d: true }));

const step = fc.record({
  kind: fc.constantFrom<Acceptance['kind']>('accept-prediction', 'accept-label'),
  label: fc.integer({ min: 1, max: 3 }),
  slice: fc.option(fc.record({ axis: fc.constantFrom<AxisIndex>(0, 1, 2), index: fc.nat(5) })),
  locked: fc.subarray([1, 2, 3]),
  over: fc.oneof(fc.constantFrom<PaintOver>('everything', 'background'), fc.record({ label: fc.integer({ min: 1, max: 3 }) })),
  range: fc.option(fc.record({ lowest: fc.integer({ min: -50, max: 50 }), highest: fc.integer({ min: 50, max: 150 }) })),
});

it('what is accepted is what locks, painting rules and the range of values leave of it, and nothing else', () => {
  fc.assert(fc.property(step, ({ kind, label, slice, locked, over, range }) => {
    // The button of a locked label cannot be pressed.
    fc.pre(kind === 'accept-prediction' || !locked.includes(label));
    const table = tableWith(locked);
    const given = drawn.slice();
    const block = finish(acceptedPrediction({ grid, labels: given, label }, { kind, prediction, locked: keptLabels(table), slice }));
    expect(given).toEqual(drawn);
    if (block !== null) paintBlock(given, tileGrid(size), block, acceptanceRules({ paintOver: over, gate: range }, table, image));
    const expected = drawn.map((present, at) => {
      const wanted = kind === 'accept-label' ? (prediction[at] === label ? label : present === label ? 0 : present) : prediction[at]!;
      const value = 2 * (at % 100) - 50;
      const isInSlice = slice === null || placeOf(at)[slice.axis] === slice.index;
      if (!isInSlice || locked.includes(present) || locked.includes(wanted) || (range !== null && (value < range.lowest || value > range.highest))) return present;
      // What may not be painted over is not erased either.
      const gives = over === 'everything' || present === (over === 'background' ? 0 : over.label);
      return gives ? wanted : present;
    });
    expect(given).toEqual(expected);
  }), { numRuns: 200 });
});

it('by no rules all of it is, in the smallest box that has every change, and a second time there is none', () => {
  const locked = new Uint8Array(256);
  const block = finish(acceptedPrediction({ grid, labels: drawn, label: 1 }, { kind: 'accept-prediction', prediction, locked, slice: null }))!;
  const changes = [...drawn.keys()].filter((at) => drawn[at] !== prediction[at]).map(placeOf);
  const ends = (end: (...all: number[]) => number): number[] => [0, 1, 2].map((axis) => end(...changes.map((place) => place[axis]!)));
  expect([block.box.first, block.box.last]).toEqual([ends(Math.min), ends(Math.max)]);
  const after = drawn.slice();
  paintBlock(after, tileGrid(size), block, acceptanceRules({ paintOver: 'everything', gate: null }, tableWith([]), image));
  expect(after).toEqual(prediction);
  expect(finish(acceptedPrediction({ grid, labels: after, label: 1 }, { kind: 'accept-prediction', prediction, locked, slice: null }))).toBeNull();
});

it('a label lies where all labels are said to lie', () => {
  for (const labels of [drawn, prediction]) {
    const boxes = labelBoxes(labels, size);
    for (const label of [1, 2, 3, 4]) expect(finish(boxOfLabel(labels, size, label))).toEqual(boxes.get(label) ?? null);
  }
});
