/**
 * The fully convolutional networks of Long, Shelhamer, Darrell 2015 (arXiv 1411.4038): VGG-16 (Simonyan,
 * Zisserman 2014, arXiv 1409.1556, configuration D) with its two wide layers as convolutions, scores at
 * strides 32, 16 and 8 that are summed from the coarsest up, and transposed convolutions that start as
 * bilinear interpolation and are learnt. Scores start at zero, as there. Not as there: same-padded
 * throughout instead of an image padded by 100 and cropped, nothing learnt on other images, dropout behind
 * the two wide layers only where the plan has it.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { vggBlocks, vggTop } from '#shared/learning/network-layers.ts';
import type { FcnPlan } from '#shared/learning/plan.ts';
import { relu } from '../layers/activation.ts';
import { convolutionParameters, convolve, convolveUp, upConvolutionParameters } from '../layers/convolution.ts';
import { maxPool } from '../layers/pooling.ts';
import { tf } from '../tensorflow.ts';
import { leaveOut } from './dropout.ts';
import { passOn, type Network, type ParameterShape, type Parameters } from './network.ts';

/** Blocks behind whose pooling scores are taken besides those of the top, the coarser first. */
const skipsOf = { 'fcn-32s': [], 'fcn-16s': [4], 'fcn-8s': [4, 3] } as const satisfies Record<FcnPlan['name'], readonly number[]>;
const deepest = 5;
/** The two wide layers above the blocks. */
const wide = ['top/first', 'top/second'];

/** Images are slices whose sides are multiples of 32. */
export function fcn(channels: number, outputs: number, { name, width }: FcnPlan): Network {
  const blocks = vggBlocks(width);
  const top = vggTop(width);
  const skips = skipsOf[name];
  const last = 2 ** (deepest - skips.length);
  const widthBehind = (block: number): number => blocks[block - 1]?.filters ?? channels;
  const scores = (layer: string, from: number): ParameterShape[] =>
    convolutionParameters(layer, { from, to: outputs, kernel: [1, 1], bias: true, start: { kind: 'constant', value: 0 } });
  const enlarging = (layer: string, stride: number): ParameterShape[] => upConvolutionParameters(layer, {
    from: outputs, to: outputs, kernel: [2 * stride, 2 * stride], strides: [stride, stride], bias: false, start: { kind: 'bilinear' },
  });
  /** What is pooled behind each block, the images first, and what the wide layers make of the last. */
  const descend = (parameters: Parameters, images: Tensor): { readonly pooled: readonly Tensor[]; readonly top: Tensor } => {
    const pooled: Tensor[] = [images];
    blocks.forEach(({ convolutions }, block) => {
      const convolved = rectified(parameters, Array.from({ length: convolutions }, (_, n) => nameOf(block + 1, n)), pooled[block] as Tensor);
      pooled.push(passOn(parameters, `block${block + 1}`, maxPool(convolved, [2, 2])));
    });
    const top = wide.reduce((x, layer) => leaveOut(parameters, layer, rectified(parameters, [layer], x)), pooled[deepest] as Tensor);
    return { pooled, top: passOn(parameters, 'top', top) };
  };
  return {
    parameters: [
      ...blocks.flatMap(({ filters, convolutions }, block) => Array.from({ length: convolutions }, (_, n) =>
        convolutionParameters(nameOf(block + 1, n), { from: n === 0 ? widthBehind(block) : filters, to: filters, kernel: [3, 3], bias: true })).flat()),
      ...convolutionParameters('top/first', { from: widthBehind(deepest), to: top, kernel: [7, 7], bias: true }),
      ...convolutionParameters('top/second', { from: top, to: top, kernel: [1, 1], bias: true }),
      ...scores('scores', top),
      ...skips.flatMap((block) => [...enlarging(`enlarge${block}`, 2), ...scores(`scores${block}`, widthBehind(block))]),
      ...enlarging('enlarge', last),
    ],
    forward(parameters, images) {
      const { pooled, top: seen } = descend(parameters, images);
      let found = convolve(parameters, 'scores', seen);
      for (const block of skips) {
        found = tf.add(convolveUp(parameters, `enlarge${block}`, found, [2, 2]), convolve(parameters, `scores${block}`, pooled[block] as Tensor));
      }
      return convolveUp(parameters, 'enlarge', found, [last, last]);
    },
    encode: (parameters, images) => descend(parameters, images).top,
    // Value by value, as there.
    dropouts: wide.map((layer) => ({ name: layer, shape: (space) => [...space.map((length) => length / 2 ** deepest), top] })),
  };
}

function nameOf(block: number, convolution: number): string {
  return `block${block}/convolution${convolution}`;
}

function rectified(parameters: Parameters, names: readonly string[], images: Tensor): Tensor {
  return names.reduce((x, name) => relu(convolve(parameters, name, x)), images);
}
