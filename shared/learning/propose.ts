/** What follows from a network and the images: spacing, patch, context, loss, optimiser, length and augmentation. */
import { noChange, usualOptimiser } from './complete-plan.ts';
import type { Fingerprint } from './fingerprint.ts';
import { mirrorable } from './mirror-pairs.ts';
import { dimensionsOf, normalises, totalStrides } from './network-layers.ts';
import { networkFilters, patchBytes, weightBytes } from './network-size.ts';
import type { AugmentationPlan, AxisLengths, NetworkName, NetworkPlan, OutputLabel, Plan, TargetSpacing } from './plan.ts';
import { stackAxes } from './slice-stack.ts';
import { fewestLeft, levelsFor, levelsLeaving, planVolumeNetwork, planVolumePatch } from './volume-network.ts';

export interface Wishes {
  readonly name: NetworkName;
  /** The person's own, of that name. */
  readonly network: NetworkPlan | undefined;
  readonly outputs: readonly OutputLabel[];
  readonly furtherInputs: Plan['furtherInputs'];
  /** Whether a `unet` is one over volumes. */
  readonly volumes: boolean;
  readonly memoryBytes: number;
  /** The person's own. */
  readonly batch: number | undefined;
}

export type Proposal = Pick<Plan,
  'network' | 'contextSlices' | 'patch' | 'targetSpacingMm' | 'loss' | 'optimiser' | 'batch' | 'stepsPerEpoch' | 'epochs' | 'foregroundShare' | 'augmentation' | 'prediction'>;

/** A slice between its neighbours. */
export const usualContextSlices = 3;

export function propose(fingerprint: Fingerprint, wishes: Wishes): Proposal {
  const { name, network } = wishes;
  if (name === 'unet-classic') return classic(fingerprint);
  const volumes = network === undefined ? name === 'unet' && wishes.volumes : dimensionsOf(network) === 3;
  return volumes || name === 'vnet' ? ofVolumes(fingerprint, wishes) : ofSlices(fingerprint, network ?? sliceNetwork(name, fingerprint));
}

/**
 * The original U-Net with the training usual for it. Its input is 256 × 256 with three channels: the
 * slice between its neighbours.
 */
function classic(fingerprint: Fingerprint): Proposal {
  const batch = 32;
  return {
    network: { name: 'unet-classic' },
    contextSlices: usualContextSlices,
    patch: [256, 256],
    targetSpacingMm: withinSlices(fingerprint),
    loss: 'cross-entropy',
    // Without normalisation layers, 31 million weights at Adam's usual 1e-3 often fall into predicting
    // background alone within the first steps and stay there.
    optimiser: { ...usualOptimiser, kind: 'adam', learningRate: 1e-4, schedule: 'constant' },
    batch,
    // One epoch shows as many patches as there are slices.
    stepsPerEpoch: Math.max(1, Math.ceil(fingerprint.trainingSlices / batch)),
    epochs: 10,
    foregroundShare: 1 / 3,
    augmentation: noChange,
    prediction: { mirror: false, largestComponents: [] },
  };
}

/** Patches larger than this cost more time than their wider view brings on a CPU. */
const longestPatchSide = 192;
const smallestPatchSide = 16;

/** Turned, scaled and changed in grey as strongly as served best: see `ofSlices`. */
const usualChange: AugmentationPlan = { ...noChange, rotationDegrees: 30, scale: 0.3, gamma: 0.4, brightness: 0.3, contrast: 0.3, noise: 0.15 };

/**
 * Measured on the hippocampus cases (30 to learn from, mean Dice of both parts on 39 others, two cores):
 * rate 1e-3, 3e-3, 6e-3 gave 0.841, 0.854, 0.854 after 400–500 steps; 8 patches a step 0.858 where 16 in
 * half as many steps gave 0.851; the changes below 0.862 after 2,000 steps, about half of each 0.856, none 0.832
 * (after 500); mirrored left and right 0.843 instead of 0.851. Filters 16–128, 24–192 and 32–256, and 1, 3
 * or 5 slices, came out alike (0.849–0.851) for the same computing time.
 */
function ofSlices(fingerprint: Fingerprint, network: NetworkPlan): Proposal {
  // The median slice fits whole; larger ones are covered by several patches.
  const strides = totalStrides(network);
  const patch = inPlaneSize(fingerprint).map((length, axis) =>
    multiple(Math.max(patchSide(length), fewestLeft * (strides[axis] ?? 1)), strides[axis] ?? 1));
  return {
    network,
    contextSlices: fingerprint.medianSize[fingerprint.sliceAxis] < 2 ? 1 : usualContextSlices,
    patch,
    targetSpacingMm: withinSlices(fingerprint),
    // Cross-entropy alone neglects small labels, Dice alone gives poor gradients where a label is absent.
    loss: 'dice+cross-entropy',
    // What no layer normalises bears smaller steps only.
    optimiser: { ...usualOptimiser, kind: 'adam', learningRate: normalises(network) ? 3e-3 : 1e-3, schedule: 'polynomial' },
    batch: batchFor(patch),
    stepsPerEpoch: 50,
    epochs: 40,
    foregroundShare: 0.5,
    // Left and right, top and bottom are told apart by labels (left kidney, upper lobe): no mirroring unasked.
    augmentation: usualChange,
    prediction: { mirror: false, largestComponents: [] },
  };
}

function patchSide(length: number): number {
  return Math.min(longestPatchSide, Math.max(smallestPatchSide, length));
}

/** Patches of a volume in one step: fewer have no steady gradient, more take the time of other steps. */
const volumesPerStep = 2;
/** Filters of the top level, the most first: fewer where the memory is short. */
const firstFilters = [16, 12, 8, 6, 4];
/** Of V-Net a quarter of the paper's, which a CPU cannot train in an afternoon; fewer levels where the images are small. */
const vnetFilters = [4, 8, 16, 32, 64];

function ofVolumes(fingerprint: Fingerprint, { name, network: own, outputs, furtherInputs, memoryBytes, batch = volumesPerStep }: Wishes): Proposal {
  const { network, patch } = volumeNetwork(fingerprint, name, own, furtherInputs, memoryBytes);
  // Where mirrored patients are patients: the network learns from both, and is asked about both.
  const mirrorAxes = mirrorable(outputs) ? ([0] as const) : [];
  return {
    network,
    contextSlices: 1,
    patch,
    targetSpacingMm: fingerprint.medianSpacingMm,
    // The loss that V-Net was published with.
    loss: name === 'vnet' ? 'dice' : 'dice+cross-entropy',
    // Kernels that nothing holds back grow in long trainings (Loshchilov, Hutter 2019, arXiv 1711.05101).
    optimiser: { ...usualOptimiser, kind: 'adamw', learningRate: normalises(network) ? 2e-3 : 1e-3, schedule: 'polynomial', weightDecay: 0.01 },
    batch,
    stepsPerEpoch: 50,
    epochs: 60,
    foregroundShare: 0.5,
    augmentation: { ...usualChange, mirrorAxes },
    prediction: { mirror: mirrorAxes.length > 0, largestComponents: [] },
  };
}

function volumeNetwork(
  fingerprint: Fingerprint, name: NetworkName, own: NetworkPlan | undefined, furtherInputs: Plan['furtherInputs'], memoryBytes: number,
): Pick<Plan, 'network' | 'patch'> {
  const axes = stackAxes(fingerprint.sliceAxis);
  const inStack = <Value>(values: readonly [Value, Value, Value]): readonly Value[] => [values[axes.slice], values[axes.row], values[axes.column]];
  const [size, spacing] = [inStack(fingerprint.medianSize), inStack(fingerprint.medianSpacingMm)];
  // However deep a person makes it, it must not need a patch many times the image: the plan tells how little is left.
  if (own !== undefined) return { network: own, patch: planVolumePatch(size, spacing, totalStrides(own), 1) };
  if (name === 'vnet') {
    const network: NetworkPlan = { name, filters: levelsLeaving(size, vnetFilters) };
    return { network, patch: planVolumePatch(size, spacing, totalStrides(network), fewestLeft) };
  }
  const fitting = firstFilters.map((first) => unetOf(size, spacing, first)).find((one) => weightBytes(one.network) + patchBytes({ ...one, furtherInputs }) <= memoryBytes);
  return fitting ?? unetOf(size, spacing, firstFilters.at(-1)!);
}

function unetOf(size: AxisLengths, spacing: AxisLengths, first: number): Pick<Plan, 'network' | 'patch'> {
  const { levels, patch } = planVolumeNetwork(size, spacing, first);
  return { network: { name: 'unet', dimensions: 3, levels, residual: false, deepSupervision: true }, patch };
}

function multiple(length: number, of: number): number {
  return Math.ceil(length / of) * of;
}

/** About as many pixels a step whatever the patch; few large patches still need four for a steady gradient. */
function batchFor(patch: Plan['patch']): number {
  const pixelsPerStep = 2 ** 15;
  const fitting = pixelsPerStep / patch.reduce((product, length) => product * length, 1);
  return fitting >= 16 ? 16 : fitting >= 8 ? 8 : 4;
}

/** Filters of the top level of networks over slices. */
const firstOfSlices = 24;

function sliceNetwork(name: Exclude<NetworkName, 'unet-classic' | 'vnet'>, fingerprint: Fingerprint): NetworkPlan {
  const sides = inPlaneSize(fingerprint);
  switch (name) {
    case 'unet-2d':
      return { name, filters: networkFilters(Math.min(longestPatchSide, ...sides)) };
    case 'unet':
      return { name, dimensions: 2, levels: levelsFor(sides.map(patchSide), inPlaneSpacing(fingerprint), firstOfSlices), residual: false, deepSupervision: true };
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s':
      // A sixteenth of the work of VGG-16, which a CPU cannot train in an afternoon.
      return { name, width: 0.25 };
  }
}

/** Rows run along the later one of the two remaining axes of the RAS volume, columns along the earlier one. */
function inPlaneSize({ medianSize, sliceAxis }: Fingerprint): readonly [number, number] {
  const { row, column } = stackAxes(sliceAxis);
  return [medianSize[row], medianSize[column]];
}

function inPlaneSpacing({ medianSpacingMm, sliceAxis }: Fingerprint): AxisLengths {
  const { row, column } = stackAxes(sliceAxis);
  return [medianSpacingMm[row], medianSpacingMm[column]];
}

/** Pixels of one size in every case, slices as they are: what lies between them nobody saw. */
function withinSlices({ medianSpacingMm: [r, a, s], sliceAxis }: Fingerprint): TargetSpacing {
  return [sliceAxis === 0 ? null : r, sliceAxis === 1 ? null : a, sliceAxis === 2 ? null : s];
}
