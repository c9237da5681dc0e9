import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxOf } from '#shared/learning/evaluation/box-of.ts';
import { inPieces } from '#shared/learning/evaluation/in-pieces.ts';
import { noMeasures, type Measures } from '#shared/learning/evaluation/measure-case.ts';
import { commonUnit, summariseFigure, type MeasuredLabels } from '#shared/learning/evaluation/over-cases.ts';

const measured = (unit: MeasuredLabels['unit'], measures: Partial<Measures>): MeasuredLabels => ({ unit, labels: { 1: { ...noMeasures, found: 'both', ...measures } } });

it('Voxels and mm are never averaged; shares are', () => {
  const cases = [measured('mm', { dice: 0.5, hd95: 2, surfaceDice: 1 }), measured('voxels', { dice: 0.7, hd95: 40, surfaceDice: 0 }), measured('mm', { dice: 0.9, hd95: 4, surfaceDice: 0.5 })];
  expect(commonUnit(cases)).toBe('mm');
  const figure = (name: 'dice' | 'hd95' | 'surfaceDice') => summariseFigure(cases, '1', name, 'mm');
  expect(figure('dice')).toEqual({ mean: expect.closeTo(0.7, 12) as number, sd: expect.closeTo(0.2, 12) as number, median: 0.7, n: 3 });
  expect(figure('hd95')).toEqual({ mean: 3, sd: expect.closeTo(Math.SQRT2, 12) as number, median: 3, n: 2 });
  expect(figure('surfaceDice')).toMatchObject({ mean: 0.75, n: 2 });
  expect(commonUnit([measured('voxels', {})])).toBe('voxels');
});

it('A case of which neither mask holds the label is left out', () => {
  expect(summariseFigure([measured('mm', { dice: 0.5 }), { unit: 'mm', labels: {} }], '1', 'dice', 'mm')).toEqual({ mean: 0.5, sd: null, median: 0.5, n: 1 });
});

it('A box ends at the outermost values within one and a half boxes', () => {
  // Quartiles of 1 … 9 by linear interpolation: 3, 5, 7; the fences lie at −3 and 13.
  expect(boxOf([9, 1, 8, 2, 7, 3, 6, 4, 5])).toEqual({ low: 3, middle: 5, high: 7, first: 1, last: 9 });
  expect(boxOf([1, 2, 3, 4, 5, 6, 7, 8, 100])).toMatchObject({ low: 3, high: 7, last: 8 });
  expect(boxOf([])).toBeNull();
});

it('A box is in order and lies between the smallest and the largest value', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
    const { first, low, middle, high, last } = boxOf(values)!;
    expect(low <= middle && middle <= high).toBe(true);
    expect(first <= last && values.includes(first) && values.includes(last)).toBe(true);
  }));
});

it('Steps let others in when a piece has become long, and end with what these throw', async () => {
  let [now, breaths] = [0, 0];
  function* steps(): Generator<void, string> {
    for (let n = 0; n < 10; n += 1) {
      now += 20;
      yield;
    }
    return 'done';
  }
  expect(await inPieces(steps(), async () => { breaths += 1; }, () => now)).toBe('done');
  // After every third step, 60 ms.
  expect(breaths).toBe(3);
  await expect(inPieces(steps(), () => Promise.reject(new Error('stop')), () => now)).rejects.toThrow('stop');
});
