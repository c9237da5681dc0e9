/**
 * V-Net (Milletari, Navab, Ahmadi 2016, arXiv 1606.04797): volumes through residual stages of one to three
 * 5 × 5 × 5 convolutions, 2 × 2 × 2 convolutions with stride 2 down and transposed ones up, PReLU behind
 * each, no normalisation. Stages, channels and receptive fields are those of the paper's figure 2 and table 1
 * where the filters are 16 to 256; fewer or narrower levels come from the plan. Its loss is Dice.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { vnetConvolutions } from '#shared/learning/network-layers.ts';
import { prelu, preluParameters } from '../layers/activation.ts';
import { convolutionParameters, convolve, convolveUp, upConvolutionParameters } from '../layers/convolution.ts';
import { tf } from '../tensorflow.ts';
import { channelsOf, leaveOut, levelsLeftOut } from './dropout.ts';
import { pyramid } from './pyramid.ts';
import { passOn, type Network, type ParameterShape, type Parameters } from './network.ts';

const wide = [5, 5, 5];
const halving = [2, 2, 2];

/** @param filters of each left stage, top first */
export function vnet(channels: number, outputs: number, filters: readonly number[]): Network {
  const { deepest, down, up, width } = pyramid(filters);
  /** A right stage holds what came up beside what came across, and gives as many channels. */
  const givenUp = (level: number): number => (level === deepest ? width(level) : 2 * width(level));
  /** What each left stage passes on, top first. */
  const descend = (parameters: Parameters, images: Tensor): Tensor[] => {
    const passed: Tensor[] = [];
    let x = images;
    for (const level of down) {
      if (level > 0) x = prelu(parameters, `down${level}/reduce`, convolve(parameters, `down${level}/reduce`, x, halving));
      x = stage(parameters, `down${level}`, x, level === 0 ? repeated(x, width(0)) : x, vnetConvolutions(level));
      x = passOn(parameters, `down${level}`, x);
      passed.push(x);
    }
    return passed;
  };
  return {
    parameters: [
      ...down.flatMap((level) => [
        ...(level === 0 ? [] : [
          ...convolutionParameters(`down${level}/reduce`, { from: width(level - 1), to: width(level), kernel: halving, bias: true }),
          ...preluParameters(`down${level}/reduce`, width(level)),
        ]),
        ...stageParameters(`down${level}`, level === 0 ? channels : width(level), width(level), vnetConvolutions(level)),
      ]),
      ...up.flatMap((level) => [
        ...upConvolutionParameters(`up${level}/enlarge`, { from: givenUp(level + 1), to: width(level), kernel: halving, strides: halving, bias: true }),
        ...preluParameters(`up${level}/enlarge`, width(level)),
        ...stageParameters(`up${level}`, 2 * width(level), 2 * width(level), vnetConvolutions(level)),
      ]),
      ...convolutionParameters('classes', { from: givenUp(0), to: outputs, kernel: [1, 1, 1], bias: true }),
    ],
    forward(parameters, images) {
      const skips = descend(parameters, images);
      let x = skips[deepest] as Tensor;
      for (const level of up) {
        const enlarged = prelu(parameters, `up${level}/enlarge`, convolveUp(parameters, `up${level}/enlarge`, x, halving));
        const joined = tf.concat([enlarged, skips[level] as Tensor], 4);
        x = passOn(parameters, `up${level}`, leaveOut(parameters, `up${level}`, stage(parameters, `up${level}`, joined, joined, vnetConvolutions(level))));
      }
      return convolve(parameters, 'classes', x);
    },
    encode: (parameters, images) => descend(parameters, images)[deepest] as Tensor,
    dropouts: levelsLeftOut(up).map((level) => channelsOf(`up${level}`, 3, 2 * width(level))),
  };
}

function stageParameters(name: string, from: number, to: number, convolutions: number): ParameterShape[] {
  return Array.from({ length: convolutions }, (_, n) => [
    ...convolutionParameters(`${name}/convolution${n}`, { from: n === 0 ? from : to, to, kernel: wide, bias: true }),
    ...preluParameters(`${name}/convolution${n}`, to),
  ]).flat();
}

/** What the stage is given is added to what its last convolution gives, before that one's PReLU. */
function stage(parameters: Parameters, name: string, images: Tensor, past: Tensor, convolutions: number): Tensor {
  let x = images;
  for (let n = 0; n < convolutions; n++) {
    const convolved = convolve(parameters, `${name}/convolution${n}`, x);
    x = prelu(parameters, `${name}/convolution${n}`, n === convolutions - 1 ? tf.add(convolved, past) : convolved);
  }
  return x;
}

/** The images beside themselves until they have as many channels as the first stage. */
function repeated(images: Tensor, width: number): Tensor {
  const channels = images.shape.at(-1) as number;
  // A sum takes one channel for all by itself.
  if (channels === 1) return images;
  const copies = tf.concat(Array<Tensor>(Math.ceil(width / channels)).fill(images), 4);
  return tf.slice(copies, [0, 0, 0, 0, 0], [...images.shape.slice(0, 4), width]);
}
