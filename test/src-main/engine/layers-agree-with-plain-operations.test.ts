import type { Rank, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { leakyRelu, relu } from '#main/engine/layers/activation.ts';
import { convolve, convolveTogether } from '#main/engine/layers/convolution.ts';
import { fused, plainly } from '#main/engine/layers/instance-normalisation.ts';
import { parameterCount } from '#main/engine/networks/network.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { unet2d } from '#main/engine/networks/unet-2d.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import { relativeDifference } from './random-batch.ts';

type Layer = (...inputs: Tensor[]) => Tensor;

/** Values and all gradients of both forms, with the same random gradient coming from above. */
function expectSame(ours: Layer, plain: Layer, inputs: () => Tensor[]): void {
  freeingTensors(() => {
    const given = inputs();
    const above = tf.randomNormal(ours(...given).shape, 0, 1, 'float32', 5);
    const [a, b] = [ours, plain].map((layer) => ({ value: layer(...given), gradients: tf.grads(layer)(given, above) }));
    expect(relativeDifference(a!.value.dataSync(), b!.value.dataSync())).toBeLessThan(1e-4);
    a!.gradients.forEach((gradient, index) => {
      expect(relativeDifference(gradient.dataSync(), b!.gradients[index]!.dataSync())).toBeLessThan(1e-4);
    });
  });
}

const images = (): Tensor4D => tf.randomNormal([3, 5, 4, 6], 0.7, 2, 'float32', 1);
const perChannel = (): Tensor1D => tf.randomNormal([6], 1, 0.3, 'float32', 2);

describe.skipIf(native === null)('native layers', () => {
  it('rectify as the plain operation does', () => {
    expectSame((x) => relu(x), (x) => tf.relu(x), () => [images()]);
    expectSame((x) => leakyRelu(x), (x) => tf.leakyRelu(x, 0.01), () => [images()]);
  });

  it('add a bias as the plain operation does', () => {
    const kernel = (): Tensor => tf.randomNormal([3, 3, 6, 6], 0, 1, 'float32', 3);
    const byName = (kernelTensor: Tensor, bias: Tensor) =>
      namedParameters([{ name: 'c/kernel', shape: [], start: { kind: 'constant', value: 0 } }, { name: 'c/bias', shape: [], start: { kind: 'constant', value: 0 } }], [kernelTensor, bias]);
    expectSame(
      (x, k, b) => convolve(byName(k, b), 'c', x),
      (x, k, b) => tf.add(tf.conv2d(x as Tensor4D, k as Tensor4D, 1, 'same'), b),
      () => [images(), kernel(), perChannel()],
    );
  });

  it.each([
    ['small samples', [3, 5, 4, 6]], ['one sample', [1, 5, 4, 6]], ['large samples', [2, 64, 66, 16]], ['large volumes', [2, 4, 32, 33, 16]],
    ['large samples of channels that are no sixteens', [2, 64, 44, 24]], ['one of twelve channels', [1, 88, 64, 12]],
  ] as const)('normalise each channel of each sample as the plain operations do: %s', (_, shape) => {
    const channels = shape.at(-1) as number;
    const ofChannels = (seed: number): Tensor => tf.randomNormal([channels], 1, 0.3, 'float32', seed);
    expectSame(
      (x, scale, offset) => fused(x, scale as Tensor1D, offset as Tensor1D),
      (x, scale, offset) => plainly(x, scale as Tensor1D, offset as Tensor1D),
      () => [tf.randomNormal([...shape] as number[], 0.7, 2, 'float32', 1), ofChannels(2), ofChannels(3)],
    );
  });

  it.each([[16, 32], [6, 16]])('convolve images of %i and %i channels together as the plain operation does', (first, second) => {
    const byName = (kernelTensor: Tensor, bias: Tensor) => namedParameters(['c/kernel', 'c/bias'].map((name) =>
      ({ name, shape: [], start: { kind: 'constant', value: 0 } })), [kernelTensor, bias]);
    const image = (channels: number): Tensor4D => tf.randomNormal([2, 5, 4, channels], 0.7, 2, 'float32', channels);
    expectSame(
      (a, b, k, bias) => convolveTogether(byName(k, bias), 'c', [a, b]),
      (a, b, k, bias) => tf.add(tf.conv2d(tf.concat([a as Tensor4D, b as Tensor4D], 3), k as Tensor4D, 1, 'same'), bias),
      () => [image(first), image(second), tf.randomNormal([3, 3, first + second, 6], 0, 1, 'float32', 3), perChannel()],
    );
  });
});

describe('instance normalisation', () => {
  it.each([['plain', plainly], ['fused', native === null ? plainly : fused]] as const)('in its %s form leaves mean 0 and variance 1', (_, form) => {
    const values = freeingTensors(() => form(images(), tf.ones([6]), tf.zeros([6])).arraySync() as number[][][][]);
    for (const sample of values) {
      for (let channel = 0; channel < 6; channel++) {
        const numbers = sample.flat().map((pixel) => pixel[channel] as number);
        const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
        expect(mean).toBeCloseTo(0, 4);
        expect(numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / numbers.length).toBeCloseTo(1, 3);
      }
    }
  });
});

describe('a whole network', () => {
  it('has the gradient that finite differences measure', () => {
    const network = unet2d(2, 3, [3, 4]);
    const names = network.parameters.map(({ name }) => name);
    const start = startingWeights(network.parameters, 4);
    expect(parameterCount(network)).toBe([...start.values()].reduce((sum, { length }) => sum + length, 0));
    freeingTensors(() => {
      const input = tf.randomNormal<Rank.R4>([2, 8, 8, 2], 0, 1, 'float32', 6);
      const direction = tf.randomNormal([2, 8, 8, 3], 0, 1, 'float32', 7);
      const tensors = network.parameters.map(({ name, shape }) => tf.tensor(start.get(name)!, [...shape]));
      const value = (...given: Tensor[]) => tf.sum(tf.mul(network.forward(namedParameters(network.parameters, given), input), direction)).asScalar();
      const gradients = tf.grads(value)(tensors);
      // Along the gradient itself the value must change by its squared length; one parameter at a time.
      names.forEach((name, index) => {
        const gradient = gradients[index] as Tensor;
        const squared = tf.sum(tf.square(gradient)).dataSync()[0] as number;
        // Small against the kinks of the rectifiers, large against the rounding of 32-bit floats.
        const h = 2e-3 / Math.sqrt(squared);
        const moved = (by: number): number =>
          value(...tensors.map((tensor, at) => (at === index ? tf.add(tensor, tf.mul(gradient, by)) : tensor))).dataSync()[0] as number;
        expect((moved(h) - moved(-h)) / (2 * h) / squared, name).toBeCloseTo(1, 1);
      });
    });
  });
});
