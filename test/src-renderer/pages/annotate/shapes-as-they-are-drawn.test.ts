import { describe, expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { followMeasuring } from '../../../../src-renderer/pages/annotate/measure-pointer.ts';
import { draftedPoints, ellipseBetween, figureOf, type ShownShape } from '../../../../src-renderer/pages/annotate/measured-shape.ts';
import type { MeasuringActions } from '../../../../src-renderer/pages/annotate/use-measuring.ts';
import { aCase } from '../../a-case.ts';
import { labelSizes, labelSizeTable } from '../../../../src-renderer/components/measure/label-sizes.ts';

/** Voxels of 0.5 × 2 × 3 mm; the value of a voxel is 1000 + i. */
const size: Vec3 = [20, 10, 4];
const affine = [-0.5, 0, 0, 5, 0, -2, 0, 7, 0, 0, 3, 0] as const;
const opened = {
  viewed: { voxels: Int16Array.from({ length: 800 }, (_, at) => at % 20), geometry: { size, affine }, slope: 1, intercept: 1000, orientationKnown: true },
  image: { id: 'a', affine, trust: 'known' },
} as unknown as Parameters<typeof figureOf>[0];

describe('what is drawn', () => {
  it('is an ellipse within the rectangle of its corners, whichever was first', () => {
    for (const [from, to] of [[[2, 3, 1], [10, 7, 1]], [[10, 3, 1], [2, 7, 1]]] as [Vec3, Vec3][]) {
      const points = ellipseBetween(from, to, 2, 1);
      expect(points[0]).toEqual([6, 5, 1]);
      // Half axes of 4 · 0.5 and 2 · 2 mm.
      expect(figureOf(opened, 'ellipse', points, 2)!.value).toBeCloseTo(Math.PI * 2 * 4, 9);
      // The same on both sides of i = 6.
      expect(figureOf(opened, 'ellipse', points, 2)!.statistics!.mean).toBeCloseTo(1006, 9);
    }
  });

  it('has the pointer as its next point, and no figure before it has its points', () => {
    const draft = { kind: 'angle', axis: 2, slice: 1, points: [[4, 1, 1], [0, 1, 1]], pointer: null } as const;
    expect(figureOf(opened, 'angle', draftedPoints(draft), 2)).toBeNull();
    // 4 · 0.5 mm and 1 · 2 mm from the corner: half a right angle.
    expect(figureOf(opened, 'angle', draftedPoints({ ...draft, pointer: [4, 2, 1] }), 2)).toMatchObject({ value: expect.closeTo(45, 9) as number, unit: 'degrees' });
  });
});

/** A view of 10 pixels a voxel along both axes. */
const view = {
  positionAt: (x: number, y: number): Vec3 => [x / 10, y / 10, 1],
  clientOf: ([i, j]: Vec3) => ({ clientX: 10 * i, clientY: 10 * j }),
};
function handAt(shapes: readonly ShownShape[]) {
  const done: unknown[] = [];
  const measuring = {
    shapesOn: () => shapes,
    place: (at: Vec3) => { done.push(['place', at]); return false; },
    aim: () => undefined,
    close: () => { done.push(['close']); return true; },
    drag: (id: string, points: readonly Vec3[]) => { done.push(['drag', id, points]); },
    letGo: () => { done.push(['let go']); },
  } as unknown as MeasuringActions;
  const pointer = followMeasuring(view, { measuring, axis: () => 2, slice: () => 1 });
  const event = (clientX: number, clientY: number, detail = 1) => ({ clientX, clientY, detail }) as PointerEvent;
  return { done, pointer, event };
}
const kept = (change: Partial<ShownShape> = {}): ShownShape => ({
  id: 'one', kind: 'distance', points: [[1, 1, 1], [9, 1, 1]], figure: null, text: '', image: aCase().images[0]!, colour: null, isSelected: false, isNear: false, ...change,
});

describe('a hand with the tool', () => {
  it('draws a distance by a drag, or by two clicks', () => {
    const drag = handAt([{ ...kept(), id: null }]);
    drag.pointer.press(drag.event(20, 50), false);
    drag.pointer.drag(drag.event(80, 50));
    drag.pointer.release(drag.event(90, 50));
    expect(drag.done).toEqual([['place', [2, 5, 1]], ['place', [9, 5, 1]]]);
    const click = handAt([]);
    click.pointer.press(click.event(20, 50), false);
    click.pointer.drag(click.event(21, 51));
    click.pointer.release(click.event(21, 51));
    expect(click.done).toEqual([['place', [2, 5, 1]]]);
  });

  it('takes hold of handles before lines, and of what lies on this slice alone', () => {
    const hand = handAt([kept()]);
    expect([hand.pointer.hover(hand.event(88, 14)), hand.pointer.hover(hand.event(50, 13)), hand.pointer.hover(hand.event(50, 40))]).toEqual([true, true, false]);
    hand.pointer.press(hand.event(88, 12), false);
    hand.pointer.drag(hand.event(60, 70));
    hand.pointer.release(hand.event(60, 70));
    expect(hand.done.at(-2)).toEqual(['drag', 'one', [[1, 1, 1], [6, 7, 1]]]);
    expect(hand.done.at(-1)).toEqual(['let go']);
    hand.pointer.press(hand.event(50, 10), false);
    hand.pointer.drag(hand.event(60, 30));
    expect(hand.done.at(-1)).toEqual(['drag', 'one', [[2, 3, 1], [10, 3, 1]]]);
    const beside = handAt([kept({ isNear: true })]);
    expect(beside.pointer.hover(beside.event(88, 12))).toBe(false);
  });

  it('closes a line where it began, with a second click or with the other button', () => {
    const points: readonly Vec3[] = [[2, 2, 1], [8, 2, 1], [8, 6, 1], [3, 3, 1]];
    for (const [x, y, detail, second] of [[22, 21, 1, false], [70, 70, 2, false], [70, 70, 1, true]] as const) {
      const hand = handAt([kept({ id: null, kind: 'polygon', points })]);
      hand.pointer.press(hand.event(x, y, detail), second);
      expect(hand.done).toEqual([['close']]);
    }
  });
});

it('Labels come to millilitres of a sheared voxel’s true volume, in real values, and not to millilitres where the spacing is unknown', () => {
  const of = { voxels: 250, volumeMm3: 0, volumeMl: 0, centroid: [0, 0, 0] as Vec3, box: { first: [0, 0, 0] as Vec3, last: [0, 0, 0] as Vec3 } };
  const found = new Map([[2, { ...of, values: { mean: 1040, standardDeviation: 12, lowest: 1000, highest: 1100, median: 1041 } }], [3, { ...of, values: null }]]);
  const table = [3, 2, 1].map((index) => ({ index, value: 10 * index, name: `Label, ${index}`, colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true }));
  // A gantry tilt: the third axis leans by 3 mm over 4 mm, so that a voxel has 1 · 1 · 4 mm³ and not 1 · 1 · 5.
  const image = { affine: [1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 4, 0], trust: 'known', slope: 2, intercept: -1024 } as const;
  const sizes = labelSizes(found, table, image);
  expect(sizes.map(({ index, ml }) => [index, ml])).toEqual([[3, 1], [2, 1]]);
  expect(sizes[1]!.values).toEqual({ mean: 1056, standardDeviation: 24, lowest: 976, highest: 1176, median: 1058 });
  expect(labelSizeTable({ name: 'scan', patient: 'P-1' }, sizes).split('\r\n')).toEqual([
    'case,patient,value,label,voxels,volume_ml,mean,sd,minimum,maximum,median',
    'scan,P-1,30,"Label, 3",250,1,,,,,',
    'scan,P-1,20,"Label, 2",250,1,1056,24,976,1176,1058',
    '',
  ]);
  expect(labelSizes(found, table, { ...image, trust: 'spacing-unknown' }).map(({ ml }) => ml)).toEqual([null, null]);
});
