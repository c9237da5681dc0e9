import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { tf } from '../tensorflow.ts';
import { isVolume } from './convolution.ts';

/**
 * The largest value of each block, channel by channel; blocks lie side by side.
 * @param images samples × (slices ×) rows × columns × channels
 * @param sides of a block, one for each axis of space
 */
export function maxPool(images: Tensor, sides: readonly number[]): Tensor {
  if (!isVolume(images)) return pool(images as Tensor4D, sides);
  // Within the slices, then across them: `maxPool3d` of TensorFlow.js 4.22 in JavaScript gives blocks of
  // 1 × 2 × 1 too small a gradient.
  const [samples, slices, rows, columns, channels] = images.shape;
  const [across, ...within] = sides as [number, number, number];
  const smaller = pool(tf.reshape(images, [samples * slices, rows, columns, channels]), within);
  const [, down, right] = smaller.shape;
  const fewer = pool(tf.reshape(smaller, [samples, slices, down * right, channels]), [across, 1]);
  return tf.reshape(fewer, [samples, fewer.shape[1], down, right, channels]);
}

function pool(images: Tensor4D, sides: readonly number[]): Tensor4D {
  return tf.maxPool(images, sides as [number, number], sides as [number, number], 'same');
}
