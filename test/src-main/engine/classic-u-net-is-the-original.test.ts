import { describe, expect, it } from 'vitest';
import { makeEagerLearner } from '#main/engine/eager-learner.ts';
import { parameterCount } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unetClassic } from '#main/engine/networks/unet-classic.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { shapesOf } from './maps.ts';
import { diceByHeart, phantomBatch, phantomOutputs } from './phantom-batch.ts';
import { randomBatch } from './random-batch.ts';

const network = unetClassic(3, 2);

describe('unet-classic', () => {
  it('has exactly 31,031,810 parameters for three channels and two classes', () => {
    // Of the paper's figure 1: two 3 × 3 convolutions a block, 2 × 2 ones up, a 1 × 1 one at the end, each with a bias.
    const block = (from: number, to: number): number => 9 * from * to + to + 9 * to * to + to;
    const up = (from: number, to: number): number => 4 * from * to + to + block(from, to);
    const down = block(3, 64) + block(64, 128) + block(128, 256) + block(256, 512) + block(512, 1024);
    expect(down + up(1024, 512) + up(512, 256) + up(256, 128) + up(128, 64) + 64 * 2 + 2).toBe(31_031_810);
    expect(parameterCount(network)).toBe(31_031_810);
  });

  it.skipIf(native === null)('has the feature maps of the original on every level, for 256 × 256 × 3', async () => {
    const of = (name: string): Promise<number[][]> => shapesOf(network, [1, 256, 256, 3], [name]);
    const twice = (side: number, filters: number): number[][] => [[side, side, filters], [side, side, filters]];
    // The convolution of both, what was enlarged and what came across, is natively the sum of one of each.
    const up = (side: number, filters: number): number[][] => [...twice(side, filters), ...(native === null ? [] : [[side, side, filters]])];
    expect(await of('Conv2D')).toEqual([
      ...twice(256, 64), ...twice(128, 128), ...twice(64, 256), ...twice(32, 512), ...twice(16, 1024),
      ...up(32, 512), ...up(64, 256), ...up(128, 128), ...up(256, 64), [256, 256, 2],
    ]);
    expect(await of('MaxPool')).toEqual([[128, 128, 64], [64, 64, 128], [32, 32, 256], [16, 16, 512]]);
    // A transposed convolution is a convolution's gradient by its input.
    expect(await of('Conv2DBackpropInput')).toEqual([[32, 32, 512], [64, 64, 256], [128, 128, 128], [256, 256, 64]]);
    const together = [512, 256, 128, 64].map((filters, level) => [32 * 2 ** level, 32 * 2 ** level, filters]);
    if (native !== null) expect(await of('Add')).toEqual(together);
    else expect(await of('Concat')).toEqual(together.map(([rows, columns, filters]) => [rows, columns, 2 * filters!]));
  });

  it.skipIf(native === null)('learns in its full width', async () => {
    const learner = makeEagerLearner(network, { loss: 'cross-entropy', outputs: Array<never>(2) }, startingWeights(network.parameters, 1));
    const batch = randomBatch(1, { count: 1, side: 64, channels: 3, outputs: 2 });
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) losses.push((await learner.learn([batch], 1e-4, async () => undefined)).loss);
    learner.dispose();
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
  });

  it('with the same layers, narrower, learns one slice of a phantom by heart', async () => {
    const narrow = unetClassic(3, phantomOutputs, [8, 16, 32]);
    const learner = makeEagerLearner(narrow, { loss: 'cross-entropy', outputs: Array<never>(phantomOutputs) }, startingWeights(narrow.parameters, 2));
    expect(await diceByHeart(learner, phantomBatch({ side: 48, channels: 3 }), 120, 5e-3)).toBeGreaterThan(0.95);
    learner.dispose();
  });
});

describe('the weights before the first step', () => {
  it('are the same for the same seed, others for another, and spread as He et al. 2015 ask', () => {
    const [shape] = unetClassic(3, 2, [32, 64]).parameters.filter(({ name }) => name === 'down1/second/kernel');
    const values = startingWeights([shape!], 7).get('down1/second/kernel')!;
    expect(startingWeights([shape!], 7).get('down1/second/kernel')).toEqual(values);
    expect(startingWeights([shape!], 8).get('down1/second/kernel')).not.toEqual(values);
    const variance = values.reduce((sum, one) => sum + one * one, 0) / values.length;
    expect(variance / (2 / (9 * 64))).toBeCloseTo(1, 1);
    expect(freeingTensors(() => tf.tensor1d(values).mean().dataSync()[0])).toBeCloseTo(0, 3);
  });
});
