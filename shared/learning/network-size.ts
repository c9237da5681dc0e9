/** How large a planned network is: its levels, the stride of its deepest one, the memory of a step. */
import type { NetworkPlan, Plan } from './plan.ts';

/** Filters of the original U-Net, top first. Ronneberger et al. 2015, arXiv 1505.04597, figure 1. */
const classicFilters: readonly number[] = [64, 128, 256, 512, 1024];

export function filtersOf(network: NetworkPlan): readonly number[] {
  switch (network.name) {
    case 'unet-classic': return classicFilters;
    case 'unet-2d': return network.filters;
  }
}

/** Sides of what the network is fed are multiples of this: each level below the first halves them. */
export function totalStride(network: NetworkPlan): number {
  return 2 ** (filtersOf(network).length - 1);
}

/**
 * Filters for slices whose shorter side is `shorterSide`: halved as long as four voxels remain, below
 * which the deepest level sees little but padding (the rule of nnU-Net: Isensee et al. 2021,
 * doi 10.1038/s41592-020-01008-z, supplementary note 2). At least two levels, at most five.
 */
export function networkFilters(shorterSide: number): readonly number[] {
  const all = [24, 48, 96, 192, 256];
  const halvings = Math.floor(Math.log2(Math.max(1, shorterSide / 4)));
  return all.slice(0, Math.min(all.length, Math.max(2, halvings + 1)));
}

/**
 * Bytes that one patch of a training step holds: on each level two convolutions going down, and going
 * up the enlarged map, its concatenation and two convolutions; each value with its activation and its
 * gradient, and half a copy of what an operation works in (measured: 750 MB for the classic network).
 */
export function patchBytes({ network, patch }: Pick<Plan, 'network' | 'patch'>): number {
  const copies = 3.5;
  const filters = filtersOf(network);
  const values = filters.reduce((sum, width, level) => {
    const pixels = (patch[0] * patch[1]) / 4 ** level;
    const maps = level === filters.length - 1 ? 2 : 7;
    return sum + pixels * width * maps;
  }, 0);
  return values * bytesPerValue * copies;
}

/** Bytes that do not grow with the batch: weights, their gradients and the sum of those, Adam's two moments. */
export function weightBytes(network: NetworkPlan): number {
  const copies = 5;
  return weightCount(network) * bytesPerValue * copies;
}

/** Weights of all 3 × 3 convolutions and of the 2 × 2 ones that enlarge; first and last layer and biases are too few to count. */
export function weightCount(network: NetworkPlan): number {
  const filters = filtersOf(network);
  return filters.reduce((sum, width, level) => {
    const above = filters[level - 1] ?? 0;
    const down = 9 * (above * width + width * width);
    const up = level === 0 ? 0 : 4 * width * above + 9 * (2 * above * above + above * above);
    return sum + down + up;
  }, 0);
}

/** Multiplications of one patch's way through the network; a training step takes three times as many (Kaplan et al. 2020, arXiv 2001.08361, section 2.1). */
export function patchMultiplications({ network, patch, contextSlices }: Pick<Plan, 'network' | 'patch' | 'contextSlices'>): number {
  const filters = filtersOf(network);
  return filters.reduce((sum, width, level) => {
    const pixels = (patch[0] * patch[1]) / 4 ** level;
    const above = filters[level - 1] ?? contextSlices;
    const down = 9 * (above * width + width * width) * pixels;
    // Enlarging is computed at this level's pixels, what follows it at those of the level above.
    const up = level === 0 ? 0 : 4 * width * above * pixels + 9 * 3 * above * above * 4 * pixels;
    return sum + down + up;
  }, 0);
}

const bytesPerValue = 4;

/** The largest part of the batch, dividing it, that fits the memory; one patch where not even that does. */
export function largestPart(plan: Pick<Plan, 'network' | 'patch' | 'batch'>, memoryBytes: number): number {
  const fitting = (memoryBytes - weightBytes(plan.network)) / patchBytes(plan);
  let part = Math.max(1, Math.min(plan.batch, Math.floor(fitting)));
  while (plan.batch % part !== 0) part -= 1;
  return part;
}
