import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { leakyRelu, plainPrelu, prelu, preluParameters, relu } from '#main/engine/layers/activation.ts';
import { convolutionParameters, convolve, convolveUp, upConvolutionParameters } from '#main/engine/layers/convolution.ts';
import { fused, normaliseInstances, plainly } from '#main/engine/layers/instance-normalisation.ts';
import { averagePool, maxPool } from '#main/engine/layers/pooling.ts';
import type { ParameterShape } from '#main/engine/networks/network.ts';
import { freeingTensors, native, tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';
import { randomDraws } from '#shared/learning/random.ts';
import { relativeDifference } from './random-batch.ts';

type Layer = (...inputs: Tensor[]) => Tensor;

/** Small against the distance of the inputs below from the kinks of rectifiers and maxima. */
const step = 5e-3;

/** Numbers in steps of 0.05 in random order, none nearer to another or to 0 than that. */
function apart(seed: number, shape: readonly number[]): Tensor {
  const draws = randomDraws(seed, 'sampling', 0, 0);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Array.from({ length: size }, (_, n) => (n - size / 2 + 0.5) * 0.05);
  for (let n = size - 1; n > 0; n--) {
    const other = draws.integer(n + 1);
    [values[n], values[other]] = [values[other]!, values[n]!];
  }
  return tf.tensor(values, [...shape]);
}

/** Every element of every input is moved a little both ways; what the output then does is its gradient. */
function expectFiniteDifferences(layer: Layer, inputs: () => Tensor[]): void {
  freeingTensors(() => {
    const given = inputs();
    const above = tf.randomNormal(layer(...given).shape, 0, 1, 'float32', 5);
    const weights = Float32Array.from(above.dataSync());
    const gradients = tf.grads(layer)(given, above);
    given.forEach((tensor, index) => {
      const values = tensor.dataSync();
      const output = (at: number, by: number): ArrayLike<number> => {
        const moved = tf.tensor(values.map((value, n) => (n === at ? value + by : value)), tensor.shape);
        return layer(...given.map((one, n) => (n === index ? moved : one))).dataSync();
      };
      const measured = Array.from(values, (_, at) => freeingTensors(() => {
        const [further, nearer] = [output(at, step), output(at, -step)];
        return weights.reduce((sum, weight, n) => sum + (weight * (further[n]! - nearer[n]!)) / (2 * step), 0);
      }));
      expect(gradients[index]!.shape).toEqual(tensor.shape);
      expect(relativeDifference(gradients[index]!.dataSync(), measured), `input ${index}`).toBeLessThan(5e-3);
    });
  });
}

/** The layer as a function of its images and of its parameters in their order. */
const ofParameters = (shapes: readonly ParameterShape[], layer: (parameters: ReturnType<typeof namedParameters>, images: Tensor) => Tensor): Layer =>
  (images, ...tensors) => layer(namedParameters(shapes, tensors), images);
const valuesOf = (shapes: readonly ParameterShape[]): Tensor[] => shapes.map(({ shape }, n) => apart(n + 2, shape));

const spaces = [['slices', [4, 2]], ['volumes', [2, 4, 2]]] as const;

describe.each(spaces)('on %s', (_, space) => {
  const kernel = space.length === 2 ? [3, 2] : [1, 3, 2];
  const strides = space.length === 2 ? [2, 1] : [1, 2, 1];
  const images = (channels = 2): Tensor => apart(1, [2, ...space, channels]);

  it.each([['each voxel', undefined], ['every other row', strides]] as const)('a convolution of %s', (__, steps) => {
    const shapes = convolutionParameters('c', { from: 2, to: 3, kernel, bias: true });
    expectFiniteDifferences(ofParameters(shapes, (parameters, x) => convolve(parameters, 'c', x, steps)), () => [images(), ...valuesOf(shapes)]);
  });

  it.each([['its stride', strides], ['twice its stride', strides.map((one) => one * 2)]] as const)('a transposed convolution with a kernel of %s', (__, lengths) => {
    const shapes = upConvolutionParameters('c', { from: 2, to: 3, kernel: lengths, strides, bias: true });
    const layer = ofParameters(shapes, (parameters, x) => convolveUp(parameters, 'c', x, strides));
    expectFiniteDifferences(layer, () => [images(), ...valuesOf(shapes)]);
    const enlarged = freeingTensors(() => layer(images(), ...valuesOf(shapes)).shape);
    expect(enlarged).toEqual([2, ...space.map((length, axis) => length * strides[axis]!), 3]);
  });

  it('the rectifiers', () => {
    expectFiniteDifferences((x) => relu(x), () => [images()]);
    expectFiniteDifferences((x) => leakyRelu(x), () => [images()]);
    const shapes = preluParameters('p', 2);
    expectFiniteDifferences(ofParameters(shapes, (parameters, x) => prelu(parameters, 'p', x)), () => [images(), ...valuesOf(shapes)]);
    expectFiniteDifferences((x, slopes) => plainPrelu(x, slopes), () => [images(), ...valuesOf(shapes)]);
  });

  it('instance normalisation', () => {
    const layer = (form: typeof plainly): Layer => (x, scale, offset) => form(x, scale as Tensor1D, offset as Tensor1D);
    const inputs = (): Tensor[] => [images(), tf.tensor1d([0.7, -1.3]), tf.tensor1d([0.2, 0.5])];
    expectFiniteDifferences(layer(plainly), inputs);
    if (native !== null) expectFiniteDifferences(layer(fused), inputs);
  });

  it('pooling', () => {
    expectFiniteDifferences((x) => maxPool(x, strides), () => [images()]);
    expectFiniteDifferences((x) => averagePool(x, strides), () => [images()]);
  });
});

describe('pooling', () => {
  it('takes the largest and the mean of 2 × 1 × 2 voxels', () => {
    freeingTensors(() => {
      const image = tf.tensor5d([1, 7, 2, 3, 5, 4, 0, 6], [1, 2, 2, 2, 1]);
      expect([...maxPool(image, [2, 1, 2]).dataSync()]).toEqual([7, 6]);
      expect([...averagePool(image, [2, 1, 2]).dataSync()]).toEqual([17 / 4, 11 / 4]);
    });
  });
});

describe('a convolution', () => {
  it('that steps further than its kernel is long is refused', () => {
    freeingTensors(() => {
      const [shape] = convolutionParameters('c', { from: 1, to: 1, kernel: [3, 1], bias: false });
      const parameters = namedParameters([shape!], [tf.ones([3, 1, 1, 1])]);
      expect(() => convolve(parameters, 'c', tf.ones([1, 4, 4, 1]), [2, 2])).toThrow(RangeError);
    });
  });
});

describe('a volume of one slice', () => {
  it('is convolved, enlarged, pooled and normalised as the slice itself', () => {
    freeingTensors(() => {
      const slice = apart(1, [2, 4, 6, 2]);
      const volume = tf.reshape(slice, [2, 1, 4, 6, 2]);
      const flat = [
        ...convolutionParameters('c', { from: 2, to: 3, kernel: [3, 3], bias: true }),
        ...upConvolutionParameters('u', { from: 3, to: 2, kernel: [2, 2], strides: [2, 2], bias: false }),
        ...preluParameters('p', 2),
      ];
      const scales = [{ name: 'u/scale', shape: [2] }, { name: 'u/offset', shape: [2] }];
      const tensors = [...flat, ...scales].map(({ shape }, n) => apart(n + 2, shape));
      const named = (deeper: boolean) => {
        const shapes = [...flat, ...scales].map(({ name }) => ({ name, shape: [], start: { kind: 'constant', value: 0 } as const }));
        return namedParameters(shapes, tensors.map((one) => (deeper && one.rank === 4 ? tf.expandDims(one, 0) : one)));
      };
      const through = (x: Tensor, deeper: boolean): Tensor => {
        const parameters = named(deeper);
        const axis = deeper ? [1] : [];
        const enlarged = convolveUp(parameters, 'u', maxPool(convolve(parameters, 'c', x, [...axis, 1, 2]), [...axis, 2, 1]), [...axis, 2, 2]);
        return prelu(parameters, 'p', normaliseInstances(parameters, 'u', enlarged));
      };
      const [two, three] = [through(slice, false), through(volume, true)];
      expect(three.shape).toEqual([2, 1, 4, 6, 2]);
      expect(relativeDifference(three.dataSync(), two.dataSync())).toBeLessThan(1e-5);
    });
  });
});
