/**
 * What a planned network is made of, as far as its size and its cost go: the levels of the U-shaped ones,
 * and the convolutions of each. Knows nothing of tensors; `src-main/engine/networks` computes them.
 */
import type { AxisLengths, NetworkLevel, NetworkPlan, Plan } from './plan.ts';

/** Filters of the original U-Net, top first. Ronneberger et al. 2015, arXiv 1505.04597, figure 1. */
const classicFilters: readonly number[] = [64, 128, 256, 512, 1024];

/** What a plan says of what the network sees; nothing of further images: there are none. */
export type SeenPlan = Pick<Plan, 'contextSlices'> & Partial<Pick<Plan, 'furtherInputs'>>;

/** Of what the network is fed: of several images the channels of one after those of the other. */
export function channelsOf({ contextSlices, furtherInputs = [] }: SeenPlan): number {
  return contextSlices * (1 + furtherInputs.length);
}

/** Filters of each level, top first. */
export function filtersOf(network: NetworkPlan): readonly number[] {
  switch (network.name) {
    case 'unet-classic': return classicFilters;
    case 'unet-2d':
    case 'vnet': return network.filters;
    case 'unet': return network.levels.map(({ filters }) => filters);
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return [...vggBlocks(network.width).map(({ filters }) => filters), vggTop(network.width)];
  }
}

/** Whether a network labels slices (2) or volumes (3). */
export function dimensionsOf(network: NetworkPlan): 2 | 3 {
  switch (network.name) {
    case 'unet-classic':
    case 'unet-2d':
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return 2;
    case 'unet': return network.dimensions;
    case 'vnet': return 3;
  }
}

/** Whether its layers normalise what they pass on. */
export function normalises({ name }: NetworkPlan): boolean {
  return name === 'unet-2d' || name === 'unet';
}

/** Levels of a network for slices that halves them from level to level. */
export function halvingLevels(filters: readonly number[]): readonly NetworkLevel[] {
  return filters.map((width, level) => ({ filters: width, kernel: [3, 3], stride: level === 0 ? [1, 1] : [2, 2] }));
}

/** How many voxels of what the network is fed lie in one of its deepest level, along each axis. */
export function totalStrides(network: NetworkPlan): AxisLengths {
  switch (network.name) {
    case 'unet-classic':
    case 'unet-2d':
    case 'vnet':
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return Array<number>(dimensionsOf(network)).fill(2 ** (filtersOf(network).length - 1));
    case 'unet': return network.levels.reduce<AxisLengths>((strides, { stride }) => timesEach(strides, stride), network.levels[0]?.stride ?? []);
  }
}

/** Products axis by axis. */
export function timesEach(lengths: AxisLengths, factors: AxisLengths): AxisLengths {
  return lengths.map((length, axis) => length * (factors[axis] ?? 1));
}

/** A convolution as its cost sees it. */
export interface ConvolutionCost {
  /** Kernel × from × to. */
  readonly weights: number;
  /** Input voxels for each voxel that it is computed at. */
  readonly computedAt: number;
  /** Channels that a training step holds because of it, its own and a concatenation's … */
  readonly held: number;
  /** … and input voxels for each voxel that these have. */
  readonly heldAt: number;
}

/** All but the last, 1 × 1 one, from the first on. */
export function convolutionsOf(network: NetworkPlan, channels: number): readonly ConvolutionCost[] {
  switch (network.name) {
    case 'unet-classic':
    case 'unet-2d': return uShaped(halvingLevels(filtersOf(network)), channels, false);
    case 'unet': return uShaped(network.levels, channels, network.residual);
    case 'vnet': return vShaped(network.filters, channels);
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return vggShaped(network.width, channels);
  }
}

/**
 * On each level two convolutions going down, and going up the enlarged map, its concatenation with what
 * came down, and two convolutions.
 */
function uShaped(levels: readonly NetworkLevel[], channels: number, residual: boolean): readonly ConvolutionCost[] {
  const costs: ConvolutionCost[] = [];
  const convolution = (weights: number, computedAt: number, held: number, heldAt = computedAt): void => {
    costs.push({ weights, computedAt, held, heldAt });
  };
  let at = 1;
  levels.forEach(({ filters: width, kernel, stride }, level) => {
    const above = levels[level - 1];
    const before = at;
    at *= product(stride);
    const from = above?.filters ?? channels;
    convolution(product(kernel) * from * width, at, width);
    convolution(product(kernel) * width * width, at, width);
    if (residual) convolution(from === width ? 0 : from * width, at, 2 * width);
    if (above === undefined) return;
    convolution(product(stride) * width * above.filters, at, 3 * above.filters, before);
    convolution(product(above.kernel) * 2 * above.filters * above.filters, before, above.filters);
    convolution(product(above.kernel) * above.filters * above.filters, before, above.filters);
  });
  return costs;
}

/** Convolutions of V-Net's stage at a level: 1, 2, then 3. Milletari et al. 2016, arXiv 1606.04797, figure 2. */
export function vnetConvolutions(level: number): number {
  return Math.min(level + 1, 3);
}

/** Stages of 5 × 5 × 5 convolutions whose sum with what they are given is held too, 2 × 2 × 2 ones in between. */
function vShaped(filters: readonly number[], channels: number): readonly ConvolutionCost[] {
  return filters.flatMap((width, level) => {
    const [at, above] = [8 ** level, filters[level - 1] ?? 0];
    const deepest = level === filters.length - 1;
    const stage = (from: number, to: number): ConvolutionCost[] => Array.from({ length: vnetConvolutions(level) }, (_, n) =>
      ({ weights: 125 * (n === 0 ? from : to) * to, computedAt: at, held: n === 0 ? 2 * to : to, heldAt: at }));
    return [
      ...stage(level === 0 ? channels : width, width),
      ...(level === 0 ? [] : [
        { weights: 8 * above * width, computedAt: at, held: width, heldAt: at },
        // Up again, beside what came across.
        { weights: 8 * (deepest ? width : 2 * width) * above, computedAt: at, held: 3 * above, heldAt: at / 8 },
      ]),
      ...(deepest ? [] : stage(2 * width, 2 * width)),
    ];
  });
}

/** Simonyan, Zisserman 2014, arXiv 1409.1556, configuration D; pooled by 2 behind each block. */
export function vggBlocks(width: number): readonly { readonly filters: number; readonly convolutions: number }[] {
  const blocks = [[64, 2], [128, 2], [256, 3], [512, 3], [512, 3]] as const;
  return blocks.map(([filters, convolutions]) => ({ filters: scaled(filters, width), convolutions }));
}

/** Channels of the two layers above the blocks. */
export function vggTop(width: number): number {
  return scaled(4096, width);
}

function scaled(filters: number, width: number): number {
  return Math.max(1, Math.round(filters * width));
}

/** The scores and their enlargement, a few channels wide, are not counted. */
function vggShaped(width: number, channels: number): readonly ConvolutionCost[] {
  const blocks = vggBlocks(width);
  const top = vggTop(width);
  const [at, deepest] = [4 ** blocks.length, blocks.at(-1)?.filters ?? channels];
  return [
    ...blocks.flatMap(({ filters, convolutions }, block) => Array.from({ length: convolutions }, (_, n): ConvolutionCost => {
      const from = n === 0 ? (blocks[block - 1]?.filters ?? channels) : filters;
      return { weights: 9 * from * filters, computedAt: 4 ** block, held: filters, heldAt: 4 ** block };
    })),
    { weights: 49 * deepest * top, computedAt: at, held: top, heldAt: at },
    { weights: top * top, computedAt: at, held: top, heldAt: at },
  ];
}

function product(lengths: AxisLengths): number {
  return lengths.reduce((result, length) => result * length, 1);
}
