import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noMeasures } from '#shared/learning/evaluation/measure-case.ts';
import { boxOption, boxRange } from '../../../src-renderer/components/chart/box-option.ts';
import { roundMaximum } from '../../../src-renderer/components/chart/chart-look.ts';
import { curveOption } from '../../../src-renderer/components/chart/curve-option.ts';
import { numberOf } from '../../../src-renderer/components/form/number-of.ts';
import { fileName } from '../../../src-renderer/components/import/file-name.ts';
import { fileSize } from '../../../src-renderer/components/import/file-size.ts';
import { askedSlice } from '../../../src-renderer/pages/annotate/first-view.ts';
import { placeOf, worstCasesFirst, type JudgedCase } from '../../../src-renderer/pages/train/judged-case.ts';

it('An axis holds every loss, with room for no more than half as much again, in four equal steps', () => {
  fc.assert(fc.property(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), (largest) => {
    const end = roundMaximum(largest);
    expect(end).toBeGreaterThanOrEqual(largest);
    expect(end).toBeLessThanOrEqual(largest * 1.51);
  }));
  expect([0.9, 1.42, 2.1, 7].map(roundMaximum)).toEqual([0.9, 1.6, 2.4, 8].map((end) => (end === 0.9 ? 1 : end)));
});

it('Dice is drawn from 0 to 1 and loss from 0, only where there was a value, and the tooltip is no markup', () => {
  const words = { epoch: 'e', loss: 'l', dice: 'd', figure: String };
  const look = { text: '#fff', quiet: '#999', line: '#333', panel: '#222', soft: '#bbb', accent: '#48f' };
  const { series, yAxis, xAxis, tooltip } = curveOption([
    { epoch: 1, loss: 1.4, validationDice: null }, { epoch: 2, loss: 0.6, validationDice: 0.81 },
  ], 20, words, look);
  expect(series.map(({ data }) => data)).toEqual([[[1, 1.4], [2, 0.6]], [[2, 0.81]]]);
  expect(yAxis.map(({ min }) => min)).toEqual([0, 0]);
  expect([yAxis[1]?.max, xAxis.max]).toEqual([1, 20]);
  expect(tooltip.renderMode).toBe('richText');
});

it('Sizes of files go in steps of a thousand', () => {
  expect([0, 999, 1_000, 1_540_000, 340_000_000, 12_300_000_000].map((bytes) => fileSize(bytes, 'en'))).toEqual(['0 byte', '999 byte', '1 kB', '1.5 MB', '340 MB', '12 GB']);
});

it('The name of a file is the last part of its path on any system', () => {
  expect(['/a/b/c.nii.gz', 'D:\\scans\\c.nii', 'c.nii', '/a/series/'].map(fileName)).toEqual(['c.nii.gz', 'c.nii', 'c.nii', 'series']);
});

it('What is typed for a number is one, with a point or a comma; nothing is not zero', () => {
  expect([' 12 ', '2.5', '2,5'].map(numberOf)).toEqual([12, 2.5, 2.5]);
  expect(['', '  ', 'ten', '1.2.3'].map(numberOf)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});

describe('a box plot', () => {
  const look = { text: '#fff', quiet: '#999', line: '#333', panel: '#222', soft: '#bbb', accent: '#48f' };
  const words = { figure: (value: number) => value.toFixed(2), quartiles: (label: string, ...of: readonly string[]) => `${label} ${of.join(' ')}` };
  const named = (values: readonly number[], name: string) => values.map((value, at) => ({ name: `${name}${at}`, value }));

  it('draws shares from 0 to 1, amounts from 0 and differences as far to both sides', () => {
    expect(boxRange('share', [0.8, 0.9])).toEqual({ min: 0, max: 1 });
    expect(boxRange('amount', [0.8, 7])).toEqual({ min: 0, max: 8 });
    expect(boxRange('difference', [-7, 2])).toEqual({ min: -8, max: 8 });
    expect(boxRange('amount', [])).toEqual({ min: 0, max: 1 });
  });

  it('has a box for each label that was measured and a dot for each case, which say what they are', () => {
    const { series: [boxes, dots], yAxis, tooltip } = boxOption([
      { label: 'liver', colour: '#e69f00', cases: named([0.1, 0.6, 0.7, 0.8, 0.9], 'a') },
      { label: 'spleen', colour: '#56b4e9', cases: [] },
      { label: 'kidney', colour: '#009e73', cases: named([0.5], 'b') },
    ], 'share', words, look);
    expect(yAxis.data).toEqual(['liver', 'spleen', 'kidney']);
    // Quartiles 0.6, 0.7, 0.8; 0.1 lies more than one and a half boxes below.
    expect(boxes!.data.map((one) => (one as { readonly value: readonly number[] }).value)).toEqual([[0.6, 0.6, 0.7, 0.8, 0.9], [], [0.5, 0.5, 0.5, 0.5, 0.5]]);
    expect(dots!.data.map((one) => (one as { readonly value: readonly number[] }).value)).toEqual([[0.1, 0], [0.6, 0], [0.7, 0], [0.8, 0], [0.9, 0], [0.5, 2]]);
    expect([tooltip.formatter({ seriesIndex: 0, dataIndex: 0 }), tooltip.formatter({ seriesIndex: 1, dataIndex: 5 }), tooltip.formatter({ seriesIndex: 0, dataIndex: 1 })])
      .toEqual(['liver 0.60 0.70 0.80', 'b0: 0.50', 'spleen']);
    expect(tooltip.renderMode).toBe('richText');
  });
});

describe('a case that judged a model', () => {
  const judged = (caseId: string, dice: readonly (number | null)[], worst: JudgedCase['worst'] = null) => ({
    caseId, name: caseId, patient: caseId, unit: 'mm', partly: null, worst,
    labels: Object.fromEntries(dice.map((one, at) => [at + 1, { ...noMeasures, dice: one }])),
  }) as JudgedCase;

  it('stands the higher the lower the mean Dice of its labels is; one without any stands last', () => {
    const cases = [judged('none', [null]), judged('good', [0.9, 0.9]), judged('bad', [0.9, 0]), judged('one', [0.8, null])];
    expect(worstCasesFirst(cases).map(({ caseId }) => caseId)).toEqual(['bad', 'one', 'good', 'none']);
  });

  it('is opened at its worst slice, if the case still has such a slice', () => {
    expect(placeOf(judged('perfect', [1]))).toEqual({ name: 'annotate', params: { caseId: 'perfect' }, query: {} });
    const { query } = placeOf(judged('bad', [0.5], { axis: 1, slice: 17, wrong: 3 }));
    const planes = [20, 30, 10].map((slices) => ({ slices })) as unknown as Parameters<typeof askedSlice>[1];
    expect(askedSlice(query, planes)).toEqual({ axis: 1, index: 17 });
    for (const wrong of [{}, { axis: '1' }, { axis: '3', slice: '0' }, { axis: '2', slice: '10' }, { axis: '1', slice: '-1' }, { axis: 'x', slice: ['1'] }]) expect(askedSlice(wrong, planes)).toBeNull();
  });
});
