import type { Tensor } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { parameterCount } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { vnet } from '#main/engine/networks/vnet.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import { totalStrides } from '#shared/learning/network-layers.ts';
import { weightCount } from '#shared/learning/network-size.ts';
import { shapesOf } from './maps.ts';
import { diceByHeart, phantomBatch, phantomOutputs } from './phantom-batch.ts';

const filters = [16, 32, 64, 128, 256];
const paper = vnet(1, 2, filters);

describe('V-Net', () => {
  it('has the parameters of the paper’s stages, counted by hand', () => {
    /** Kernel, a bias for each channel, a slope for each channel. */
    const wide = (from: number, to: number): number => 125 * from * to + 2 * to;
    const halving = (from: number, to: number): number => 8 * from * to + 2 * to;
    const left = [
      wide(1, 16),
      halving(16, 32), 2 * wide(32, 32),
      halving(32, 64), 3 * wide(64, 64),
      halving(64, 128), 3 * wide(128, 128),
      halving(128, 256), 3 * wide(256, 256),
    ];
    const right = [
      halving(256, 128), 3 * wide(256, 256),
      halving(256, 64), 3 * wide(128, 128),
      halving(128, 32), 2 * wide(64, 64),
      halving(64, 16), wide(32, 32),
    ];
    const exact = [...left, ...right, 32 * 2 + 2].reduce((sum, one) => sum + one, 0);
    expect(parameterCount(paper)).toBe(exact);
    expect(Math.abs(weightCount({ name: 'vnet', filters }) - exact) / exact).toBeLessThan(0.001);
  });

  it.skipIf(native === null)('has the maps of the paper on every stage, and halves a volume four times', async () => {
    const of = (side: number, channels: number, times: number): number[][] => Array<number[]>(times).fill([side, side, side, channels]);
    expect(await shapesOf(paper, [1, 16, 16, 16, 1], ['Conv3D'])).toEqual([
      ...of(16, 16, 1), ...of(8, 32, 1 + 2), ...of(4, 64, 1 + 3), ...of(2, 128, 1 + 3), ...of(1, 256, 1 + 3),
      ...of(2, 256, 3), ...of(4, 128, 3), ...of(8, 64, 2), ...of(16, 32, 1), ...of(16, 2, 1),
    ]);
    expect(await shapesOf(paper, [1, 16, 16, 16, 1], ['Conv3DBackpropInputV2'])).toEqual([...of(2, 128, 1), ...of(4, 64, 1), ...of(8, 32, 1), ...of(16, 16, 1)]);
    expect(totalStrides({ name: 'vnet', filters })).toEqual([16, 16, 16]);
  });

  it.skipIf(native === null)('sees as far as the paper’s table 1 says: 5, 22 and 72 voxels from its left stages', () => {
    const seen = (levels: number[], slices: number): number => freeingTensors(() => {
      const network = vnet(1, 1, levels);
      const start = startingWeights(network.parameters, 3);
      const parameters = network.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]));
      const middle = tf.oneHot(tf.tensor1d([slices / 2], 'int32'), slices).reshape([1, slices, 1, 1, 1]);
      const image = tf.randomNormal([1, slices, 2 ** (levels.length - 1), 2 ** (levels.length - 1), 1], 0, 1, 'float32', 4);
      const gradient = tf.grad((x: Tensor) => tf.sum(tf.mul(network.forward(namedParameters(network.parameters, parameters), x), middle)))(image);
      const reached = tf.max(tf.abs(gradient), [0, 2, 3, 4]).dataSync();
      const found = Array.from(reached, (one, slice) => (one > 0 ? slice : -1)).filter((slice) => slice >= 0);
      return Math.max(...found) - Math.min(...found) + 1;
    });
    expect(seen([2], 16)).toBe(5);
    // The right stage's 5 voxels come from 3 of the second left stage, 2 apart …
    expect(seen([2, 2], 48)).toBe(22 + 2 * 2);
    // … or from 11 of the right stage below it, and those from 6 of the third left stage, 4 apart.
    expect(seen([2, 2, 2], 160)).toBe(72 + 5 * 4);
  });

  it('repeats an image of several channels to add it to the first stage, whatever the number', () => {
    freeingTensors(() => {
      const network = vnet(3, 2, [4, 5]);
      const zeros = network.parameters.map(({ shape }) => tf.zeros([...shape]));
      // Without weights the first stage gives what it is given, and the right one what comes across.
      const identity = network.parameters.map(({ name }, index) =>
        (name === 'classes/kernel' ? tf.reshape(tf.tensor2d([...zerosOf(4), 1, 10, 100, 1000].flatMap((one) => [one, 0]), [8, 2]), [1, 1, 1, 8, 2]) : zeros[index]!));
      const images = tf.reshape(tf.tensor1d([1, 2, 3]), [1, 1, 1, 1, 3]).tile([1, 2, 2, 2, 1]);
      const scores = network.forward(namedParameters(network.parameters, identity), images).dataSync();
      expect(scores[0]).toBe(1 + 20 + 300 + 1000);
    });
  });

  it.skipIf(native === null)('learns a piece of a phantom by heart, by Dice alone as in the paper', async () => {
    const small = vnet(1, phantomOutputs, [4, 8, 16]);
    const learner = makeLearner(small, { loss: 'dice', outputs: Array<never>(phantomOutputs) }, startingWeights(small.parameters, 1));
    expect(await diceByHeart(learner, phantomBatch({ slices: 8, side: 32, channels: 1 }), 60, 3e-3)).toBeGreaterThan(0.95);
    learner.dispose();
  });
});

function zerosOf(length: number): number[] {
  return Array<number>(length).fill(0);
}
