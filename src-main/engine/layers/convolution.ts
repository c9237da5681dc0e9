/** Convolutions over slices: images are samples × rows × columns × channels. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { ParameterShape, Parameters } from '../networks/network.ts';
import { floatType, operation, stringAttribute } from '../native/operations.ts';
import { native, tf } from '../tensorflow.ts';

export interface ConvolutionShape {
  readonly from: number;
  readonly to: number;
  /** Side of the square kernel. */
  readonly side: number;
  readonly bias: boolean;
}

/** `<name>/kernel` (rows × columns × from × to) and `<name>/bias`. */
export function convolutionParameters(name: string, { from, to, side, bias }: ConvolutionShape): ParameterShape[] {
  const kernel: ParameterShape = { name: `${name}/kernel`, shape: [side, side, from, to], start: { kind: 'he-normal', fanIn: side * side * from } };
  return bias ? [kernel, { name: `${name}/bias`, shape: [to], start: { kind: 'constant', value: 0 } }] : [kernel];
}

/** Same-padded convolution. Adds the bias where the parameters have one. */
export function convolve(parameters: Parameters, name: string, images: Tensor4D, stride: 1 | 2 = 1): Tensor4D {
  const result = tf.conv2d(images, parameters.get(`${name}/kernel`) as Tensor4D, stride, 'same');
  return parameters.has(`${name}/bias`) ? addBias(result, parameters.get(`${name}/bias`)) : result;
}

/** Kernel of a transposed convolution: rows × columns × to × from. */
export function upConvolutionParameters(name: string, { from, to, side, bias }: ConvolutionShape): ParameterShape[] {
  // With stride = side every output pixel is reached by one kernel position only.
  const kernel: ParameterShape = { name: `${name}/kernel`, shape: [side, side, to, from], start: { kind: 'he-normal', fanIn: from } };
  return bias ? [kernel, { name: `${name}/bias`, shape: [to], start: { kind: 'constant', value: 0 } }] : [kernel];
}

/** Transposed convolution, kernel and stride 2: twice the rows and columns. */
export function convolveUp(parameters: Parameters, name: string, images: Tensor4D): Tensor4D {
  const kernel = parameters.get(`${name}/kernel`) as Tensor4D;
  const [samples, rows, columns] = images.shape;
  const shape: [number, number, number, number] = [samples, rows * 2, columns * 2, kernel.shape[2]];
  const result = tf.conv2dTranspose(images, kernel, shape, 2, 'same');
  return parameters.has(`${name}/bias`) ? addBias(result, parameters.get(`${name}/bias`)) : result;
}

/** The gradient of a broadcast sum takes two passes in TensorFlow.js, the native one a single pass. */
function addBias(images: Tensor4D, bias: Tensor): Tensor4D {
  if (native === null) return tf.add(images, bias);
  const layout = stringAttribute('data_format', 'NHWC');
  const add = tf.customGrad((...inputs) => {
    const [x, b] = inputs as [Tensor, Tensor];
    return {
      value: operation('BiasAdd', [floatType(), layout], [x, b]),
      gradFunc: (gradient: Tensor) => [gradient.clone(), operation('BiasAddGrad', [floatType(), layout], [gradient])],
    };
  });
  return add(images, bias) as Tensor4D;
}
