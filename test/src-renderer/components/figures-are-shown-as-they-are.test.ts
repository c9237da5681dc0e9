import fc from 'fast-check';
import { expect, it } from 'vitest';
import { curveOption, roundMaximum } from '../../../src-renderer/components/chart/curve-option.ts';
import { numberOf } from '../../../src-renderer/components/form/number-of.ts';
import { fileName } from '../../../src-renderer/components/import/file-name.ts';
import { fileSize } from '../../../src-renderer/components/import/file-size.ts';
import { wrongChoices } from '../../../src-renderer/pages/train/check-training.ts';

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
  const look = { text: '#fff', quiet: '#999', line: '#333', panel: '#222', loss: '#bbb', dice: '#48f' };
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

it('Only the length that is asked for is judged', () => {
  const choices = { network: 'unet-2d', by: 'minutes', minutes: 0.5, epochs: Number.NaN, seed: 0 } as const;
  expect(wrongChoices(choices)).toEqual([]);
  expect(wrongChoices({ ...choices, by: 'epochs' })).toEqual(['epochs']);
  expect(wrongChoices({ ...choices, minutes: 0, seed: -1 })).toEqual(['minutes', 'seed']);
});
