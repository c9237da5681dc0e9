/** Each block of voxels becomes one, channel by channel. Images are samples × (slices ×) rows × columns × channels. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../tensorflow.ts';
import { isVolume } from './convolution.ts';

/** Its largest value. @param sides of a block, one for each axis of space */
export function maxPool(images: Tensor, sides: readonly number[]): Tensor {
  return pool(images, sides, (slices, pair) => tf.maxPool(slices, pair, pair, 'same'));
}

/** Its mean. @param sides of a block, one for each axis of space */
export function averagePool(images: Tensor, sides: readonly number[]): Tensor {
  return pool(images, sides, (slices, pair) => tf.avgPool(slices, pair, pair, 'same'));
}

/**
 * Of volumes within the slices, then across them: `maxPool3d` of TensorFlow.js 4.22 in JavaScript gives
 * blocks of 1 × 2 × 1 too small a gradient.
 */
function pool(images: Tensor, sides: readonly number[], poolSlices: (slices: Tensor4D, sides: [number, number]) => Tensor4D): Tensor {
  if (sides.every((side) => side === 1)) return images;
  if (!isVolume(images)) return poolSlices(images as Tensor4D, sides as [number, number]);
  const [samples, slices, rows, columns, channels] = images.shape;
  const [across, down, right] = sides as [number, number, number];
  const smaller = poolSlices(tf.reshape(images, [samples * slices, rows, columns, channels]), [down, right]);
  const pixels = smaller.shape[1] * smaller.shape[2];
  const fewer = poolSlices(tf.reshape(smaller, [samples, slices, pixels, channels]), [across, 1]);
  return tf.reshape(fewer, [samples, fewer.shape[1], smaller.shape[1], smaller.shape[2], channels]);
}
