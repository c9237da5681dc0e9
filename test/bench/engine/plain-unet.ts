/**
 * A U-Net without normalisation (Ronneberger et al. 2015, arXiv 1505.04597) over slices or volumes, of the
 * product's own layers: what is left of a network's time when the layers that frameworks differ in most are gone.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { relu } from '#main/engine/layers/activation.ts';
import { convolutionParameters, convolve, convolveTogether, convolveUp, upConvolutionParameters } from '#main/engine/layers/convolution.ts';
import { maxPool } from '#main/engine/layers/pooling.ts';
import { pyramid } from '#main/engine/networks/pyramid.ts';
import type { Network, ParameterShape, Parameters } from '#main/engine/networks/network.ts';
import type { NetworkDescription } from './work.ts';

export function plainUnet(channels: number, outputs: number, { dimensions, levels }: NetworkDescription): Network {
  const { deepest, down, up, width } = pyramid(levels.map(({ filters }) => filters));
  const kernel = levels[0]?.kernel ?? [];
  const halving = Array<number>(dimensions).fill(2);
  const blockParameters = (name: string, from: number, to: number): ParameterShape[] => [
    ...convolutionParameters(`${name}/first`, { from, to, kernel, bias: true }),
    ...convolutionParameters(`${name}/second`, { from: to, to, kernel, bias: true }),
  ];
  const block = (parameters: Parameters, name: string, x: Tensor): Tensor =>
    relu(convolve(parameters, `${name}/second`, relu(convolve(parameters, `${name}/first`, x))));
  return {
    parameters: [
      ...down.flatMap((level) => blockParameters(`down${level}`, level === 0 ? channels : width(level - 1), width(level))),
      ...up.flatMap((level) => [
        ...upConvolutionParameters(`up${level}/enlarge`, { from: width(level + 1), to: width(level), kernel: halving, strides: halving, bias: true }),
        ...blockParameters(`up${level}`, 2 * width(level), width(level)),
      ]),
      ...convolutionParameters('classes', { from: width(0), to: outputs, kernel: halving.map(() => 1), bias: true }),
    ],
    forward(parameters, images) {
      const skips: Tensor[] = [];
      let x = images;
      for (const level of down) {
        x = block(parameters, `down${level}`, level === 0 ? x : maxPool(x, halving));
        if (level < deepest) skips.push(x);
      }
      for (const level of up) {
        const enlarged = convolveUp(parameters, `up${level}/enlarge`, x, halving);
        const both = convolveTogether(parameters, `up${level}/first`, [enlarged, skips[level] as Tensor]);
        x = relu(convolve(parameters, `up${level}/second`, relu(both)));
      }
      return convolve(parameters, 'classes', x);
    },
  };
}
