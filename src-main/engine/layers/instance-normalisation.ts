/**
 * Instance normalisation (Ulyanov, Vedaldi, Lempitsky 2016, arXiv 1607.08022): each channel of each sample
 * gets mean 0 and variance 1, then a learnt scale and offset. Unlike batch normalisation it is the same
 * in training and prediction, and does not care how many samples a batch has. Images are samples ×
 * (slices ×) rows × columns × channels.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { boolAttribute, floatAttribute, floatType, operationOf, stringAttribute } from '../native/operations.ts';
import type { ParameterShape, Parameters } from '../networks/network.ts';
import { native, tf } from '../tensorflow.ts';

/** Added to the variance. */
const epsilon = 1e-5;

export function instanceNormalisationParameters(name: string, channels: number): ParameterShape[] {
  return [
    { name: `${name}/scale`, shape: [channels], start: { kind: 'constant', value: 1 } },
    { name: `${name}/offset`, shape: [channels], start: { kind: 'constant', value: 0 } },
  ];
}

export function normaliseInstances(parameters: Parameters, name: string, images: Tensor): Tensor {
  const scale = parameters.get(`${name}/scale`) as Tensor1D;
  const offset = parameters.get(`${name}/offset`) as Tensor1D;
  return native === null ? plainly(images, scale, offset) : fused(images, scale, offset);
}

/** In single operations with the gradients of TensorFlow.js: the fallback, and what the fused form is held to. */
export function plainly(images: Tensor, scale: Tensor1D, offset: Tensor1D): Tensor {
  const space = images.shape.slice(1, -1).map((_, axis) => axis + 1);
  const mean = tf.mean(images, space, true);
  const centred = tf.sub(images, mean);
  const variance = tf.mean(tf.square(centred), space, true);
  const factor = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), scale);
  return tf.add(tf.mul(centred, factor), offset);
}

/**
 * TensorFlow's fused batch normalisation over samples × channels as channels of one image: its statistics
 * are then those of each sample, and forward and backward are one operation each (measured: half the time
 * of the plain form).
 */
export function fused(images: Tensor, scale: Tensor1D, offset: Tensor1D): Tensor {
  const samples = images.shape[0];
  const channels = images.shape.at(-1) as number;
  // Where a voxel lies does not matter: slices lie under one another.
  const columns = images.shape.at(-2) as number;
  const rows = images.size / (samples * columns * channels);
  const attributes = [
    floatType('T'), floatType('U'), floatAttribute('epsilon', epsilon),
    stringAttribute('data_format', 'NHWC'), boolAttribute('is_training', true),
  ];
  const sideBySide = (tensor: Tensor): Tensor =>
    tf.reshape(tf.transpose(tf.reshape(tensor, [samples, rows * columns, channels]), [1, 0, 2]), [1, rows, columns, samples * channels]);
  const apart = (tensor: Tensor): Tensor =>
    tf.reshape(tf.transpose(tf.reshape(tensor, [rows * columns, samples, channels]), [1, 0, 2]), images.shape);
  const sumOfSamples = (tensor: Tensor): Tensor => tf.sum(tf.reshape(tensor, [samples, channels]), 0);

  const normalise = tf.customGrad((...inputs) => {
    const [x, scaleOf, offsetOf, save] = inputs as unknown as [Tensor, Tensor1D, Tensor1D, (tensors: Tensor[]) => void];
    const input = sideBySide(x);
    const scales = tf.tile(scaleOf, [samples]);
    const none = tf.tensor1d([]);
    const outputs = operationOf(6, 'FusedBatchNormV3', [...attributes, floatAttribute('exponential_avg_factor', 1)],
      [input, scales, tf.tile(offsetOf, [samples]), none, none]);
    const [value, , , ...reserves] = outputs as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
    save([input, scales, ...reserves]);
    return {
      value: apart(value),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const gradients = operationOf(5, 'FusedBatchNormGradV3', attributes, [sideBySide(gradient), ...saved]);
        const [ofInput, ofScale, ofOffset] = gradients as [Tensor, Tensor, Tensor, Tensor, Tensor];
        return [apart(ofInput), sumOfSamples(ofScale), sumOfSamples(ofOffset)];
      },
    };
  });
  return normalise(images, scale, offset);
}
