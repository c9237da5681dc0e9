/**
 * The U-Net that nnU-Net found to serve most data, in 2D and 3D (Isensee et al. 2021, doi
 * 10.1038/s41592-020-01008-z; the shape is that of Ronneberger et al. 2015, arXiv 1505.04597, and Çiçek
 * et al. 2016, arXiv 1606.06650): on each level two convolutions with instance normalisation (Ulyanov et
 * al. 2016, arXiv 1607.08022) and leaky rectifiers, strided convolutions down, transposed ones up. Depth,
 * width, and kernel and stride along each axis come from the plan, so that thick slices are joined later
 * than thin ones. As an option each level of the encoder is a residual block (He et al. 2016, arXiv
 * 1512.03385; Isensee et al. 2024, arXiv 2404.09556), whose way past pools before it projects (He et al.
 * 2019, arXiv 1812.01187, ResNet-D).
 */
import type { Tensor } from '@tensorflow/tfjs';
import { timesEach } from '#shared/learning/network-layers.ts';
import type { AxisLengths, UnetPlan } from '#shared/learning/plan.ts';
import { leakyRelu } from '../layers/activation.ts';
import { convolutionParameters, convolve, convolveTogether, convolveUp, upConvolutionParameters, type ConvolutionShape } from '../layers/convolution.ts';
import { instanceNormalisationParameters, normaliseInstances } from '../layers/instance-normalisation.ts';
import { averagePool } from '../layers/pooling.ts';
import { tf } from '../tensorflow.ts';
import { channelsOf, leaveOut, levelsLeftOut } from './dropout.ts';
import { pyramid } from './pyramid.ts';
import { passOn, type Network, type ParameterShape, type Parameters, type Supervision } from './network.ts';

/** Images of `channels`; volumes where the plan's `dimensions` are 3. */
export function unet(channels: number, outputs: number, plan: Omit<UnetPlan, 'name'>): Network {
  const { levels, residual } = plan;
  const { deepest, down, up, width } = pyramid(levels.map(({ filters }) => filters));
  const kernelOf = (level: number): AxisLengths => levels[level]?.kernel ?? [];
  const strideOf = (level: number): AxisLengths => levels[level]?.stride ?? [];
  const above = (level: number): number => (level === 0 ? channels : width(level - 1));
  const projects = (level: number): boolean => residual && above(level) !== width(level);
  const single = kernelOf(0).map(() => 1);
  // The coarsest level of the decoder has no say, as in nnU-Net.
  const taught = plan.deepSupervision ? down.slice(0, Math.max(1, deepest - 1)) : [0];

  /** What each level of the encoder passes on, top first. */
  const descend = (parameters: Parameters, images: Tensor): Tensor[] => {
    const skips: Tensor[] = [];
    let x = images;
    for (const level of down) {
      const given = x;
      x = unit(parameters, `down${level}/first`, x, strideOf(level));
      if (residual) {
        const pooled = averagePool(given, strideOf(level));
        const past = projects(level) ? bare(parameters, `down${level}/past`, pooled) : pooled;
        x = leakyRelu(tf.add(bare(parameters, `down${level}/second`, x), past));
      } else {
        x = unit(parameters, `down${level}/second`, x);
      }
      x = passOn(parameters, `down${level}`, x);
      skips.push(x);
    }
    return skips;
  };
  /** Scores at the taught levels, the finest first. */
  const scores = (parameters: Parameters, images: Tensor, wanted: readonly number[]): Tensor[] => {
    const skips = descend(parameters, images);
    let x = skips[deepest] as Tensor;
    const found: Tensor[] = [];
    for (const level of up) {
      const enlarged = convolveUp(parameters, `up${level}/enlarge`, x, strideOf(level + 1));
      const first = `up${level}/first`;
      x = leakyRelu(normaliseInstances(parameters, first, convolveTogether(parameters, first, [enlarged, skips[level] as Tensor])));
      x = passOn(parameters, `up${level}`, leaveOut(parameters, `up${level}`, unit(parameters, `up${level}/second`, x)));
      if (wanted.includes(level)) found.unshift(convolve(parameters, headOf(level), x));
    }
    return found;
  };

  return {
    parameters: [
      ...down.flatMap((level) => [
        ...unitParameters(`down${level}/first`, { from: above(level), to: width(level), kernel: kernelOf(level) }),
        ...unitParameters(`down${level}/second`, { from: width(level), to: width(level), kernel: kernelOf(level) }),
        ...(projects(level) ? unitParameters(`down${level}/past`, { from: above(level), to: width(level), kernel: single }) : []),
      ]),
      ...up.flatMap((level) => [
        ...upConvolutionParameters(`up${level}/enlarge`, {
          from: width(level + 1), to: width(level), kernel: strideOf(level + 1), strides: strideOf(level + 1), bias: false,
        }),
        ...unitParameters(`up${level}/first`, { from: 2 * width(level), to: width(level), kernel: kernelOf(level) }),
        ...unitParameters(`up${level}/second`, { from: width(level), to: width(level), kernel: kernelOf(level) }),
      ]),
      ...taught.flatMap((level) => convolutionParameters(headOf(level), { from: width(level), to: outputs, kernel: single, bias: true })),
    ],
    forward: (parameters, images) => scores(parameters, images, [0])[0] as Tensor,
    encode: (parameters, images) => descend(parameters, images)[deepest] as Tensor,
    dropouts: levelsLeftOut(up).map((level) => channelsOf(`up${level}`, plan.dimensions, width(level))),
    ...(taught.length > 1 ? {
      supervision: {
        scales: scalesOf(taught.map(strideOf)),
        forward: (parameters: Parameters, images: Tensor) => scores(parameters, images, taught),
      },
    } : {}),
  };
}

function headOf(level: number): string {
  return level === 0 ? 'classes' : `classes${level}`;
}

/** Each level counts half as much as the one above it, together 1 (nnU-Net). */
function scalesOf(strides: readonly AxisLengths[]): Supervision['scales'] {
  const total = strides.reduce((sum, _, level) => sum + 2 ** -level, 0);
  return strides.map((_, level) => ({
    strides: strides.slice(0, level + 1).reduce(timesEach),
    weight: 2 ** -level / total,
  }));
}

/** Convolution, normalisation, activation. No bias: the normalisation would take it away again. */
function unitParameters(name: string, shape: Omit<ConvolutionShape, 'bias'>): ParameterShape[] {
  return [...convolutionParameters(name, { ...shape, bias: false }), ...instanceNormalisationParameters(name, shape.to)];
}

function unit(parameters: Parameters, name: string, images: Tensor, strides?: AxisLengths): Tensor {
  return leakyRelu(bare(parameters, name, images, strides));
}

/** Without the activation. */
function bare(parameters: Parameters, name: string, images: Tensor, strides?: AxisLengths): Tensor {
  return normaliseInstances(parameters, name, convolve(parameters, name, images, strides));
}
