import { describe, expect, it } from 'vitest';
import { worstFirst } from '#shared/learning/evaluation/worst-first.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { compareMasks, scoresOf } from '#shared/learning/scores.ts';
import { tallyQuality, type PredictedQuality } from '#shared/learning/statistics/predicted-quality.ts';
import { likeliestOf, simulateVoxels, softmax } from './simulated-network.ts';

const outputs = 3;
const qualityOf = (probabilities: Float32Array, temperature = 1, counts: Uint8Array | null = null): PredictedQuality => {
  const tally = tallyQuality(outputs, temperature);
  tally.add(probabilities, counts);
  return tally.result();
};
/** Each voxel's background and first label; what is left is the second. */
const voxels = (...shares: readonly (readonly [number, number])[]): Float32Array =>
  Float32Array.from(shares.flatMap(([background, first]) => [background, first, 1 - background - first]));

describe('expected Dice', () => {
  it('of a network that is sure is 1', () => {
    const { labels, dice, quality } = qualityOf(voxels([1, 0], [0, 1], [0, 1], [0, 0]));
    expect(labels).toEqual([{ dice: 1, predicted: 2, expected: 2, highest: 1 }, { dice: 1, predicted: 1, expected: 1, highest: 1 }]);
    expect([dice, quality]).toEqual([1, 1]);
  });

  it('by hand: 2 Σ p·ŷ / (Σ p + Σ ŷ)', () => {
    const { labels, dice } = qualityOf(voxels([0.2, 0.8], [0.25, 0.75], [0.5, 0.25], [0.125, 0.125]));
    // First label: predicted twice, 0.8 + 0.75 there, 1.925 in all. Second: predicted once, 0.75 there, 1.0 in all.
    expect(labels[0]!.dice).toBeCloseTo(2 * 1.55 / (1.925 + 2), 6);
    expect(labels[1]!.dice).toBeCloseTo(2 * 0.75 / (1 + 1), 6);
    expect(dice).toBeCloseTo((3.1 / 3.925 + 0.75) / 2, 6);
  });

  it.each([1, 2])('is the mean Dice of references drawn from the probabilities, at temperature %d', (temperature) => {
    const { logits } = simulateVoxels(4000, outputs, 11);
    const probabilities = softmax(logits, outputs);
    // Only what is tempered is tempered: references come from what the tally believes.
    const believed = softmax(logits, outputs, temperature);
    for (let at = 0; at < probabilities.length; at += outputs) if (probabilities[at]! >= 0.99) believed.set(probabilities.subarray(at, at + outputs), at);
    const prediction = likeliestOf(probabilities, outputs);
    const sums = [0, 0];
    const draws = randomDraws(2, 'noise', 1, 0);
    for (let time = 0; time < 100; time += 1) {
      const reference = Uint8Array.from({ length: 4000 }, (_, voxel) => {
        const left = draws.uniform();
        const [background = 0, first = 0] = believed.subarray(voxel * outputs);
        return left < background ? 0 : left < background + first ? 1 : 2;
      });
      const { labels } = compareMasks(prediction, reference);
      for (const label of [1, 2]) sums[label - 1]! += scoresOf(labels.get(label)!).dice! / 100;
    }
    const { labels } = qualityOf(probabilities, temperature);
    // A Dice of some 800 voxels varies by about 0.01, the mean of a hundred by 0.001.
    for (const label of [0, 1]) expect(Math.abs(labels[label]!.dice! - sums[label]!)).toBeLessThan(0.005);
  });

  it('falls as a network that is too sure is brought to its temperature', () => {
    const probabilities = softmax(simulateVoxels(4000, outputs, 12).logits, outputs);
    const [sure, calibrated, doubtful] = [0.5, 1, 3].map((temperature) => qualityOf(probabilities, temperature).dice!) as [number, number, number];
    expect(sure).toBeGreaterThan(calibrated);
    expect(calibrated).toBeGreaterThan(doubtful);
  });

  it('millions of voxels that are surely background weigh nothing, whatever the temperature', () => {
    const sure = new Float32Array(200_000 * outputs);
    for (let at = 0; at < sure.length; at += outputs) sure.set([1 - 1e-6, 1e-6, 0], at);
    const organ = voxels(...Array.from({ length: 500 }, () => [0.05, 0.95] as const));
    const tally = tallyQuality(outputs, 2);
    tally.add(sure, null);
    tally.add(organ, null);
    expect(Math.abs(tally.result().labels[0]!.dice! - qualityOf(organ, 2).labels[0]!.dice!)).toBeLessThan(0.001);
  });

  it('is the same in pieces, and of the voxels that count', () => {
    const probabilities = softmax(simulateVoxels(900, outputs, 13).logits, outputs);
    const tally = tallyQuality(outputs, 1.5);
    for (const [from, to] of [[0, 100], [100, 899], [899, 900]] as const) tally.add(probabilities.subarray(from * outputs, to * outputs), null);
    expect(tally.result()).toEqual(qualityOf(probabilities, 1.5));
    const counts = Uint8Array.from({ length: 900 }, (_, voxel) => Number(voxel >= 400));
    expect(qualityOf(probabilities, 1.5, counts)).toEqual(qualityOf(probabilities.subarray(400 * outputs), 1.5));
    expect(() => tally.add(new Float32Array(4), null)).toThrow(RangeError);
  });
});

it('a label that is predicted nowhere is left out; where nothing is predicted, the faintest trace counts', () => {
  expect(qualityOf(voxels([0.2, 0.8], [0.6, 0.2]))).toMatchObject({ labels: [{ dice: expect.closeTo(2 * 0.8 / 2, 6) as number }, { dice: null, predicted: 0 }], quality: expect.closeTo(0.8, 6) as number });
  const faint = qualityOf(voxels([0.6, 0.4], [0.999, 0.001]));
  expect(faint).toMatchObject({ dice: null, quality: expect.closeTo(0.6, 6) as number });
  const empty = qualityOf(voxels([0.999, 0.0005]));
  expect(empty.quality).toBeCloseTo(0.9995, 4);
  const nothingSeen = tallyQuality(outputs, 1).result();
  expect(nothingSeen).toMatchObject({ dice: null, quality: null });
  const good = qualityOf(voxels([0.05, 0.95], [0.02, 0.98]));
  expect(worstFirst([good, nothingSeen, empty, faint], ({ quality }) => quality)).toEqual([faint, good, empty, nothingSeen]);
});
