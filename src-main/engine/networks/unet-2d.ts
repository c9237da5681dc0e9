/**
 * The lighter default: a U-Net with instance normalisation and leaky rectifiers, in the shape that nnU-Net
 * found to serve most data (Isensee et al. 2021, doi 10.1038/s41592-020-01008-z): two convolutions a level,
 * strided convolutions down, transposed ones up. Width and depth come from the plan.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { leakyRelu } from '../layers/activation.ts';
import { convolutionParameters, convolve, convolveUp, upConvolutionParameters } from '../layers/convolution.ts';
import { instanceNormalisationParameters, normaliseInstances } from '../layers/instance-normalisation.ts';
import { tf } from '../tensorflow.ts';
import { pyramid } from './pyramid.ts';
import type { Network, ParameterShape, Parameters } from './network.ts';

const halving = [2, 2];

/** @param filters of each level, top first */
export function unet2d(channels: number, outputs: number, filters: readonly number[]): Network {
  const { down, up, width } = pyramid(filters);
  return {
    parameters: [
      ...down.flatMap((level) => [
        ...unitParameters(`down${level}/first`, level === 0 ? channels : width(level - 1), width(level)),
        ...unitParameters(`down${level}/second`, width(level), width(level)),
      ]),
      ...up.flatMap((level) => [
        ...upConvolutionParameters(`up${level}/enlarge`, { from: width(level + 1), to: width(level), kernel: halving, strides: halving, bias: false }),
        ...unitParameters(`up${level}/first`, 2 * width(level), width(level)),
        ...unitParameters(`up${level}/second`, width(level), width(level)),
      ]),
      ...convolutionParameters('classes', { from: width(0), to: outputs, kernel: [1, 1], bias: true }),
    ],
    forward(parameters, images) {
      const skips: Tensor[] = [];
      let x = images;
      for (const level of down) {
        x = unit(parameters, `down${level}/first`, x, level === 0 ? [1, 1] : halving);
        x = unit(parameters, `down${level}/second`, x);
        skips.push(x);
      }
      for (const level of up) {
        const enlarged = convolveUp(parameters, `up${level}/enlarge`, x, halving);
        x = unit(parameters, `up${level}/first`, tf.concat([enlarged, skips[level] as Tensor], 3));
        x = unit(parameters, `up${level}/second`, x);
      }
      return convolve(parameters, 'classes', x);
    },
  };
}

/** Convolution, normalisation, activation. No bias: the normalisation would take it away again. */
function unitParameters(name: string, from: number, to: number): ParameterShape[] {
  return [...convolutionParameters(name, { from, to, kernel: [3, 3], bias: false }), ...instanceNormalisationParameters(name, to)];
}

function unit(parameters: Parameters, name: string, images: Tensor, strides?: readonly number[]): Tensor {
  return leakyRelu(normaliseInstances(parameters, name, convolve(parameters, name, images, strides)));
}
