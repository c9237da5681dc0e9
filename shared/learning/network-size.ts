/** How large a planned network is: the stride of its deepest level, the memory and the work of a step. */
import { channelsOf, convolutionsOf, totalStrides, type SeenPlan } from './network-layers.ts';
import type { NetworkPlan, Plan } from './plan.ts';

/** Whole slices are padded to a multiple of this, along both axes. */
export function totalStride(network: NetworkPlan): number {
  // Strides are powers of two, so the largest is a multiple of the others.
  return Math.max(...totalStrides(network));
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
 * Bytes that one patch of a training step holds: each map of the network with its activation and its
 * gradient, and half a copy of what an operation works in (measured: 750 MB for the classic network); of the
 * images themselves what is drawn and what is computed on. One image without neighbours, if nothing is said.
 */
export function patchBytes({ network, patch, contextSlices = 1, furtherInputs }: Pick<Plan, 'network' | 'patch'> & Partial<SeenPlan>): number {
  const copies = 3.5;
  const voxels = voxelsOf(patch);
  const values = convolutionsOf(network, 0).reduce((sum, { held, heldAt }) => sum + (held * voxels) / heldAt, 0);
  return (values * copies + 2 * channelsOf({ contextSlices, furtherInputs: furtherInputs ?? [] }) * voxels) * bytesPerValue;
}

/** Bytes that do not grow with the batch: weights, their gradients and the sum of those, Adam's two moments. */
export function weightBytes(network: NetworkPlan): number {
  const copies = 5;
  return weightCount(network) * bytesPerValue * copies;
}

/** Weights of all convolutions but the first and the last, which like the biases are too few to count. */
export function weightCount(network: NetworkPlan): number {
  return convolutionsOf(network, 0).reduce((sum, { weights }) => sum + weights, 0);
}

/** Multiplications of one patch's way through the network; a training step takes three times as many (Kaplan et al. 2020, arXiv 2001.08361, section 2.1). */
export function patchMultiplications({ network, patch, ...seen }: Pick<Plan, 'network' | 'patch'> & SeenPlan): number {
  const voxels = voxelsOf(patch);
  return convolutionsOf(network, channelsOf(seen)).reduce((sum, { weights, computedAt }) => sum + (weights * voxels) / computedAt, 0);
}

function voxelsOf(patch: readonly number[]): number {
  return patch.reduce((product, length) => product * length, 1);
}

const bytesPerValue = 4;

/** The largest part of the batch, dividing it, that fits the memory; one patch where not even that does. */
export function largestPart(plan: Pick<Plan, 'network' | 'patch' | 'batch'> & Partial<SeenPlan>, memoryBytes: number): number {
  const fitting = (memoryBytes - weightBytes(plan.network)) / patchBytes(plan);
  let part = Math.max(1, Math.min(plan.batch, Math.floor(fitting)));
  while (plan.batch % part !== 0) part -= 1;
  return part;
}
