/**
 * Convolutions over slices or volumes: images are samples × (slices ×) rows × columns × channels, kernels
 * and strides have one number for each axis of space.
 */
import type { Tensor, Tensor4D, Tensor5D } from '@tensorflow/tfjs';
import { sizeOf, type ParameterShape, type ParameterStart, type Parameters } from '../networks/network.ts';
import { floatType, operation, stringAttribute } from '../native/operations.ts';
import { native, tf } from '../tensorflow.ts';

export interface ConvolutionShape {
  readonly from: number;
  readonly to: number;
  /** Its length along each axis of space. */
  readonly kernel: readonly number[];
  readonly bias: boolean;
  /** For a rectifier behind it, if nothing else is said. */
  readonly start?: ParameterStart;
}

/** `<name>/kernel` ((slices ×) rows × columns × from × to) and `<name>/bias`. */
export function convolutionParameters(name: string, { from, to, kernel, bias, start }: ConvolutionShape): ParameterShape[] {
  const weights: ParameterShape = {
    name: `${name}/kernel`, shape: [...kernel, from, to], start: start ?? { kind: 'he-normal', fanIn: sizeOf(kernel) * from },
  };
  return bias ? [weights, biasOf(name, to)] : [weights];
}

/**
 * Same-padded convolution. Adds the bias where the parameters have one.
 * @param strides one for each axis; 1 everywhere, if nothing else is said
 * @throws RangeError where a stride is longer than the kernel: TensorFlow 2.21 then computes the kernel's
 *   gradient beyond the end of its memory (1 × 1 with stride 2)
 */
export function convolve(parameters: Parameters, name: string, images: Tensor, strides?: readonly number[]): Tensor {
  const kernel = parameters.get(`${name}/kernel`);
  const steps = strides ?? ones(images);
  if (steps.some((step, axis) => step > (kernel.shape[axis] as number))) throw new RangeError(`the stride of ${name} leaves voxels out`);
  return withBias(parameters, name, convolveWith(kernel, images, steps));
}

/**
 * `convolve` of images whose channels stand behind one another. In sixteens, which the library computes
 * best, each is convolved with its part of the kernel instead: no copy of all channels is made and kept for
 * the gradient (measured, forward and backward: 0.87 of the time for 16 + 16 channels to 16 at 2 × 40 × 56 ×
 * 40, 0.79 at 8 × 128 × 128; with 24 + 24 channels it would be 1.06).
 */
export function convolveTogether(parameters: Parameters, name: string, images: readonly [Tensor, Tensor]): Tensor {
  const channels = images.map(channelsOf);
  if (native === null || channels.some((count) => count % 16 !== 0)) return convolve(parameters, name, tf.concat([...images], -1));
  const kernel = parameters.get(`${name}/kernel`);
  const [first, second] = tf.split(kernel, channels, kernel.rank - 2) as [Tensor, Tensor];
  // In this order the library makes one operation of the convolution, the bias, the sum and a rectifier behind it.
  return tf.add(withBias(parameters, name, convolveWith(second, images[1], ones(images[1]))), convolveWith(first, images[0], ones(images[0])));
}

function convolveWith(kernel: Tensor, images: Tensor, strides: readonly number[]): Tensor {
  return isVolume(images)
    ? tf.conv3d(images, kernel as Tensor5D, strides as [number, number, number], 'same')
    : tf.conv2d(images as Tensor4D, kernel as Tensor4D, strides as [number, number], 'same');
}

function channelsOf(images: Tensor): number {
  return images.shape.at(-1) as number;
}

export interface UpConvolutionShape extends ConvolutionShape {
  readonly strides: readonly number[];
}

/** Kernel of a transposed convolution: (slices ×) rows × columns × to × from. */
export function upConvolutionParameters(name: string, { from, to, kernel, strides, bias, start }: UpConvolutionShape): ParameterShape[] {
  // So many values reach each pixel of the result; with stride = kernel it is one position of the kernel.
  const fanIn = (from * sizeOf(kernel)) / sizeOf(strides);
  const weights: ParameterShape = { name: `${name}/kernel`, shape: [...kernel, to, from], start: start ?? { kind: 'he-normal', fanIn } };
  return bias ? [weights, biasOf(name, to)] : [weights];
}

/** Transposed convolution, the gradient of a same-padded one by its input: `strides` times the size of each axis. */
export function convolveUp(parameters: Parameters, name: string, images: Tensor, strides: readonly number[]): Tensor {
  const kernel = parameters.get(`${name}/kernel`);
  const [samples = 0, ...space] = images.shape.slice(0, -1);
  const shape = [samples, ...space.map((length, axis) => length * (strides[axis] as number)), kernel.shape.at(-2) as number];
  const result = isVolume(images)
    ? convolveVolumeUp(images, kernel as Tensor5D, shape, strides)
    : tf.conv2dTranspose(images as Tensor4D, kernel as Tensor4D, shape as Shape4D, strides as [number, number], 'same');
  return withBias(parameters, name, result);
}

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

/**
 * TensorFlow.js has no gradient for it. That by the images is the convolution which this transposes; that by
 * the kernel is the convolution's own, with images and gradient exchanged.
 */
function convolveVolumeUp(images: Tensor5D, kernel: Tensor5D, shape: readonly number[], strides: readonly number[]): Tensor {
  const steps = [...strides] as [number, number, number];
  const enlarge = tf.customGrad((...inputs) => {
    const [x, weights, save] = inputs as unknown as [Tensor5D, Tensor5D, (tensors: Tensor[]) => void];
    save([x, weights]);
    return {
      value: tf.conv3dTranspose(x, weights, [...shape] as Shape5D, steps, 'same'),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [given, filter] = saved as [Tensor5D, Tensor5D];
        const ofKernel = tf.engine().runKernel(
          'Conv3DBackpropFilterV2', { x: gradient, dy: given }, { strides: steps, pad: 'same', filterShape: filter.shape },
        ) as unknown as Tensor;
        return [tf.conv3d(gradient as Tensor5D, filter, steps, 'same'), ofKernel];
      },
    };
  });
  return enlarge(images, kernel);
}

/** Samples × slices × rows × columns × channels. */
export function isVolume(images: Tensor): images is Tensor5D {
  return images.rank === 5;
}

function ones(images: Tensor): readonly number[] {
  return images.shape.slice(1, -1).map(() => 1);
}

function biasOf(name: string, channels: number): ParameterShape {
  return { name: `${name}/bias`, shape: [channels], start: { kind: 'constant', value: 0 } };
}

/** The gradient of a broadcast sum takes two passes in TensorFlow.js, the native one a single pass. */
function withBias(parameters: Parameters, name: string, images: Tensor): Tensor {
  if (!parameters.has(`${name}/bias`)) return images;
  const bias = parameters.get(`${name}/bias`);
  if (native === null) return tf.add(images, bias);
  const layout = stringAttribute('data_format', 'NHWC');
  const add = tf.customGrad((...inputs) => {
    const [x, b] = inputs as [Tensor, Tensor];
    return {
      value: operation('BiasAdd', [floatType(), layout], [x, b]),
      gradFunc: (gradient: Tensor) => [gradient.clone(), operation('BiasAddGrad', [floatType(), layout], [gradient])],
    };
  });
  return add(images, bias);
}
