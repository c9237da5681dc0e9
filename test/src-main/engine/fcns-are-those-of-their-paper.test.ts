import { describe, expect, it } from 'vitest';
import type { Tensor4D } from '@tensorflow/tfjs';
import { convolveUp, upConvolutionParameters } from '#main/engine/layers/convolution.ts';
import { makeLearner } from '#main/engine/make-learner.ts';
import { fcn } from '#main/engine/networks/fcn.ts';
import { parameterCount } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import { weightCount } from '#shared/learning/network-size.ts';
import { shapesOf } from './maps.ts';
import { diceByHeart, phantomBatch, phantomOutputs } from './phantom-batch.ts';

const names = ['fcn-32s', 'fcn-16s', 'fcn-8s'] as const;

describe('a fully convolutional network', () => {
  /**
   * VGG-16 has 138,357,544 parameters (its authors say 138 million), 4,097,000 of them in the layer for the
   * 1,000 classes of ImageNet: that is left out, and the 21 classes of PASCAL VOC take its place.
   */
  const vgg = 138_357_544 - 4_097_000;
  const scores = (from: number): number => from * 21 + 21;
  const enlarging = (stride: number): number => (2 * stride) ** 2 * 21 * 21;

  it.each([
    ['fcn-32s', vgg + scores(4096) + enlarging(32)],
    ['fcn-16s', vgg + scores(4096) + enlarging(2) + scores(512) + enlarging(16)],
    ['fcn-8s', vgg + scores(4096) + 2 * enlarging(2) + scores(512) + scores(256) + enlarging(8)],
  ] as const)('%s has the parameters of VGG-16 and those of its scores', (name, expected) => {
    const network = fcn(3, 21, { name, width: 1 });
    expect(parameterCount(network)).toBe(expected);
    // The paper's table 1 gives 134 million for what is not enlarging.
    expect(Math.abs(weightCount({ name, width: 1 }) / 134e6 - 1)).toBeLessThan(0.01);
  });

  it.skipIf(native === null)('has the maps of VGG-16 and its scores at strides 32, 16 and 8', async () => {
    const of = (side: number, channels: number, times: number): number[][] => Array<number[]>(times).fill([side, side, channels]);
    const encoder = [...of(64, 8, 2), ...of(32, 16, 2), ...of(16, 32, 3), ...of(8, 64, 3), ...of(4, 64, 3), ...of(2, 512, 2)];
    const finest = fcn(3, 5, { name: 'fcn-8s', width: 1 / 8 });
    expect(await shapesOf(finest, [1, 64, 64, 3], ['Conv2D'])).toEqual([...encoder, ...of(2, 5, 1), ...of(4, 5, 1), ...of(8, 5, 1)]);
    expect(await shapesOf(finest, [1, 64, 64, 3], ['Conv2DBackpropInput'])).toEqual([...of(4, 5, 1), ...of(8, 5, 1), ...of(64, 5, 1)]);
    const between = fcn(3, 5, { name: 'fcn-16s', width: 1 / 8 });
    expect(await shapesOf(between, [1, 64, 64, 3], ['Conv2D'])).toEqual([...encoder, ...of(2, 5, 1), ...of(4, 5, 1)]);
    expect(await shapesOf(between, [1, 64, 64, 3], ['Conv2DBackpropInput'])).toEqual([...of(4, 5, 1), ...of(64, 5, 1)]);
    const coarsest = fcn(3, 5, { name: 'fcn-32s', width: 1 / 8 });
    expect(await shapesOf(coarsest, [1, 64, 64, 3], ['Conv2D'])).toEqual([...encoder, ...of(2, 5, 1)]);
    expect(await shapesOf(coarsest, [1, 64, 64, 3], ['Conv2DBackpropInput'])).toEqual(of(64, 5, 1));
  });

  it.each([2, 8, 16])('enlarges %i times by bilinear interpolation before it has learnt anything', (stride) => {
    const shapes = upConvolutionParameters('u', {
      from: 2, to: 2, kernel: [2 * stride, 2 * stride], strides: [stride, stride], bias: false, start: { kind: 'bilinear' },
    });
    const kernel = startingWeights(shapes, 1).get('u/kernel')!;
    freeingTensors(() => {
      // A plane that rises along rows in one channel, along columns in the other.
      const plane = tf.tensor4d(Array.from({ length: 25 }, (_, at) => [Math.floor(at / 5) * 3, (at % 5) * -2]).flat(), [1, 5, 5, 2]);
      const parameters = namedParameters(shapes, [tf.tensor(kernel, [...shapes[0]!.shape])]);
      const enlarged = convolveUp(parameters, 'u', plane, [stride, stride]) as Tensor4D;
      const values = enlarged.arraySync()[0]!;
      // Between the middles of the outer pixels, whose neighbours outside count as nothing.
      for (let row = stride; row < 4 * stride; row++) {
        for (let column = stride; column < 4 * stride; column++) {
          const [y, x] = [(row + 0.5) / stride - 0.5, (column + 0.5) / stride - 0.5];
          expect(values[row]![column]![0]).toBeCloseTo(3 * y, 4);
          expect(values[row]![column]![1]).toBeCloseTo(-2 * x, 4);
        }
      }
    });
  });

  it('has no opinion before it has learnt anything', () => {
    const network = fcn(1, 3, { name: 'fcn-8s', width: 1 / 32 });
    const start = startingWeights(network.parameters, 1);
    const scored = freeingTensors(() => network.forward(
      namedParameters(network.parameters, network.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]))),
      tf.randomNormal([1, 32, 32, 1], 0, 1, 'float32', 1),
    ).dataSync());
    expect(scored.every((one) => one === 0)).toBe(true);
  });

  it.skipIf(native === null).each(names)('%s learns a slice of a phantom by heart', async (name) => {
    const network = fcn(3, phantomOutputs, { name, width: 1 / 16 });
    const learner = makeLearner(network, { loss: 'dice+cross-entropy', outputs: Array<never>(phantomOutputs) }, startingWeights(network.parameters, 1));
    expect(await diceByHeart(learner, phantomBatch({ side: 32, channels: 3 }), 120, 5e-3)).toBeGreaterThan(0.9);
    learner.dispose();
  });
});
