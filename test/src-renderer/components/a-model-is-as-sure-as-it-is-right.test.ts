import { expect, it } from 'vitest';
import { tallyCalibration } from '#shared/learning/statistics/calibration.ts';
import { mapValue } from '../../../src-renderer/components/insight/overlay-facts.ts';
import { reliabilityOption } from '../../../src-renderer/components/insight/reliability-option.ts';

const look = { text: '#fff', quiet: '#999', line: '#333', panel: '#222', soft: '#bbb', accent: '#48f' };
const words = { confidence: 'c', accuracy: 'a', perfect: 'p', before: 'b', after: 'f', bin: ({ voxels }: { voxels: number }) => `${voxels} voxels` };

/** Voxels that are called foreground with that probability, so many of them rightly. */
function judged(probability: number, voxels: number, right: number) {
  const tally = tallyCalibration(2);
  tally.add(Float32Array.from({ length: 2 * voxels }, (_, at) => (at % 2 === 0 ? 1 - probability : probability)), Uint8Array.from({ length: voxels }, (_, at) => Number(at < right)), null);
  return tally.result().foreground;
}

it('a bin is a point where its probability and its share of right voxels meet, below the diagonal where the model was too sure', () => {
  const { series, xAxis, yAxis, tooltip } = reliabilityOption(judged(0.9, 10, 6), judged(0.6, 10, 6), words, look);
  expect(series.map(({ data }) => data.map(({ value: point }) => point.map((value) => Math.round(1000 * (value ?? 0)) / 1000)))).toEqual([[[0, 0], [1, 1]], [[0.9, 0.6]], [[0.6, 0.6]]]);
  expect([xAxis.min, xAxis.max, yAxis.min, yAxis.max]).toEqual([0, 1, 0, 1]);
  expect(tooltip.formatter({ seriesIndex: 1, dataIndex: 0 })).toBe('10 voxels');
  expect(reliabilityOption(judged(0.9, 10, 6), null, words, look).series).toHaveLength(2);
});

it('a byte is told as what it stands for: percent, units of the entropy, or a share of the highest', () => {
  const amount = (value: number, digits: number): string => value.toFixed(digits);
  expect(mapValue({ kind: 'probability', maximum: 1 }, 255, amount)).toBe('100 %');
  expect(mapValue({ kind: 'probability', maximum: 1 }, 128, amount)).toBe('50 %');
  expect(mapValue({ kind: 'uncertainty', maximum: 1 }, 51, amount)).toBe('0.20');
  expect(mapValue({ kind: 'disagreement', maximum: 0.25 }, 255, amount)).toBe('0.250');
  expect(mapValue({ kind: 'explanation', maximum: 17.3 }, 255, amount)).toBe('1.00');
});
