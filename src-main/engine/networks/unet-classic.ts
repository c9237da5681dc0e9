/**
 * The U-Net of the original design (Ronneberger, Fischer, Brox 2015, arXiv 1505.04597) with same-padded
 * convolutions: 31,031,810 parameters for three channels and two classes.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { filtersOf } from '#shared/learning/network-layers.ts';
import { relu } from '../layers/activation.ts';
import { convolutionParameters, convolve, convolveTogether, convolveUp, upConvolutionParameters } from '../layers/convolution.ts';
import { maxPool } from '../layers/pooling.ts';
import { channelsOf, leaveOut, levelsLeftOut } from './dropout.ts';
import { pyramid } from './pyramid.ts';
import { passOn, type Network, type ParameterShape, type Parameters } from './network.ts';

/**
 * @param filters of the encoder's blocks, top first, the last one the bridge; other ones than the paper's, and volumes,
 *   only to try the same layers out, or to time them
 */
export function unetClassic(
  channels: number, outputs: number, filters: readonly number[] = filtersOf({ name: 'unet-classic' }), dimensions: 2 | 3 = 2,
): Network {
  const { deepest: bridge, down, up, width } = pyramid(filters);
  const [single, halving, kernel] = [1, 2, 3].map((length) => Array<number>(dimensions).fill(length)) as [number[], number[], number[]];
  const blockParameters = (name: string, from: number, to: number): ParameterShape[] => [
    ...convolutionParameters(`${name}/first`, { from, to, kernel, bias: true }),
    ...convolutionParameters(`${name}/second`, { from: to, to, kernel, bias: true }),
  ];
  /** What each block passes on, top first. */
  const descend = (parameters: Parameters, images: Tensor): Tensor[] => {
    const passed: Tensor[] = [];
    for (const level of down) {
      const given = level === 0 ? images : maxPool(passed[level - 1] as Tensor, halving);
      passed.push(passOn(parameters, `down${level}`, block(parameters, `down${level}`, given)));
    }
    return passed;
  };
  return {
    parameters: [
      ...down.flatMap((level) => blockParameters(`down${level}`, level === 0 ? channels : width(level - 1), width(level))),
      ...up.flatMap((level) => [
        ...upConvolutionParameters(`up${level}/enlarge`, { from: width(level + 1), to: width(level), kernel: halving, strides: halving, bias: true }),
        ...blockParameters(`up${level}`, 2 * width(level), width(level)),
      ]),
      ...convolutionParameters('classes', { from: width(0), to: outputs, kernel: single, bias: true }),
    ],
    forward(parameters, images) {
      const skips = descend(parameters, images);
      let x = skips[bridge] as Tensor;
      for (const level of up) {
        const enlarged = convolveUp(parameters, `up${level}/enlarge`, x, halving);
        const both = convolveTogether(parameters, `up${level}/first`, [enlarged, skips[level] as Tensor]);
        x = passOn(parameters, `up${level}`, leaveOut(parameters, `up${level}`, relu(convolve(parameters, `up${level}/second`, relu(both)))));
      }
      return convolve(parameters, 'classes', x);
    },
    encode: (parameters, images) => descend(parameters, images)[bridge] as Tensor,
    dropouts: levelsLeftOut(up).map((level) => channelsOf(`up${level}`, dimensions, width(level))),
  };
}

function block(parameters: Parameters, name: string, images: Tensor): Tensor {
  return relu(convolve(parameters, `${name}/second`, relu(convolve(parameters, `${name}/first`, images))));
}
