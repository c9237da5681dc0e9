/**
 * From what the training images are like to how a network is trained on them: the heuristics, each
 * with its reason. Pure; knows neither the images themselves nor the machine, but for the memory it is told of.
 */
import type { AxisIndex } from '../geometry/volume-geometry.ts';
import type { LabelTable } from '../labels/label-table.ts';
import { failure } from '../text/user-facing-error.ts';
import type { Fingerprint } from './fingerprint.ts';
import { checkPlan } from './check-plan.ts';
import { noChange, usualOptimiser, usualParts } from './complete-plan.ts';
import { halvingLevels, normalises } from './network-layers.ts';
import { largestPart, networkFilters, totalStride } from './network-size.ts';
import type { NetworkName, NetworkPlan, NormalisationPlan, OutputLabel, Plan } from './plan.ts';
import { planningSentences } from './planning-sentences.ts';

/** Any part of a plan; the type of a `--plan` file after it has been validated. */
export type PlanOverrides = { readonly [Key in keyof Plan]?: Plan[Key] | undefined };

export interface PlanOptions {
  readonly network?: NetworkName | undefined;
  readonly epochs?: number | undefined;
  readonly seed?: number | undefined;
  /** Parts of the plan that the person fixes; `network`, `epochs` and `seed` above win over them. */
  readonly overrides?: PlanOverrides | undefined;
  /** Memory that one training step may take, bytes. */
  readonly memoryBytes?: number | undefined;
}

/** A slice between its neighbours. */
export const usualContextSlices = 3;

/** A third of an 8 GB machine, so that a viewer and a browser still fit beside the training. */
const usualMemoryBytes = 2.7 * 2 ** 30;

/**
 * The plan of a training. What the person fixes is kept, and what follows from it follows: other
 * filters bring another patch, another batch other parts.
 * @throws UserFacingError `bad-input` where there is nothing to learn from, or where the parts that
 *   the person fixed do not fit together
 */
export function makePlan(fingerprint: Fingerprint, labels: LabelTable, options: PlanOptions = {}): Plan {
  if (fingerprint.trainingSlices === 0) throw failure('bad-input', planningSentences.noCompleteSlices, {});
  const outputs = outputsOf(fingerprint, labels);
  if (outputs.length < 2) throw failure('bad-input', planningSentences.noLabelsDrawn, {});

  const { overrides, epochs, seed } = options;
  const fixed = withoutUndefined({ ...overrides, epochs: epochs ?? overrides?.epochs, seed: seed ?? overrides?.seed });
  const name = options.network ?? fixed.network?.name ?? 'unet-2d';
  const sliceAxis = fixed.sliceAxis ?? fingerprint.sliceAxis;
  const network = fixed.network?.name === name ? fixed.network : networkFor(name, fingerprint, sliceAxis);
  const proposal = name === 'unet-classic'
    ? classic(fingerprint)
    : light(fingerprint, network, sliceAxis);

  const plan: Plan = {
    version: 1,
    ...usualParts,
    modality: fingerprint.modality,
    normalisation: normalisationFor(fingerprint),
    medianSpacingMm: fingerprint.medianSpacingMm,
    outputs,
    seed: 0,
    // Made below, once batch, patch and network are settled.
    microBatch: 1,
    ...proposal,
    ...fixed,
    network,
    sliceAxis,
  };
  const settled: Plan = { ...plan, microBatch: fixed.microBatch ?? largestPart(plan, options.memoryBytes ?? usualMemoryBytes) };
  checkPlan(settled, labels);
  return settled;
}

/** Background, then each label that a training patient's complete slices hold: what nobody drew cannot be learnt. */
function outputsOf(fingerprint: Fingerprint, labels: LabelTable): readonly OutputLabel[] {
  const drawn = new Set(fingerprint.drawnLabels);
  return [
    { index: 0, value: 0, name: 'background' },
    ...labels.filter(({ index }) => drawn.has(index)).map(({ index, value, name }) => ({ index, value, name })),
  ];
}

function normalisationFor({ modality, foregroundRange }: Fingerprint): NormalisationPlan {
  // The scale of MR is arbitrary and differs between cases (here by a factor of 15,000), with a few
  // voxels far brighter than all others: cut half a percent at both ends, then centre each case.
  if (modality !== 'ct') return { kind: 'z-score', lowPercentile: 0.5, highPercentile: 99.5 };
  // Not knowing where the labels lie, nothing between air and dense bone may be cut off.
  if (foregroundRange === null) return { kind: 'window', low: -1000, high: 1000 };
  // The labelled tissue and what borders on it: the range of values under the labels, and half as much
  // again on each side; at least 400 HU, the usual soft-tissue window, since a narrow one saturates all else.
  const centre = (foregroundRange.low + foregroundRange.high) / 2;
  const half = Math.max(200, foregroundRange.high - foregroundRange.low);
  return { kind: 'window', low: Math.max(-1024, Math.round(centre - half)), high: Math.round(centre + half) };
}

type Proposal = Pick<Plan, 'contextSlices' | 'patch' | 'loss' | 'optimiser' | 'batch' | 'stepsPerEpoch' | 'epochs' | 'foregroundShare' | 'augmentation'>;

/**
 * The original U-Net with the training usual for it. Its input is 256 × 256 with three channels: the
 * slice between its neighbours.
 */
function classic(fingerprint: Fingerprint): Proposal {
  const batch = 32;
  return {
    contextSlices: usualContextSlices,
    patch: [256, 256],
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
  };
}

/** Patches larger than this cost more time than their wider view brings on a CPU. */
const longestPatchSide = 192;
const smallestPatchSide = 16;

/**
 * Measured on the hippocampus cases (30 to learn from, mean Dice of both parts on 39 others, two cores):
 * rate 1e-3, 3e-3, 6e-3 gave 0.841, 0.854, 0.854 after 400–500 steps; 8 patches a step 0.858 where 16 in
 * half as many steps gave 0.851; the changes below 0.862 after 2,000 steps, about half of each 0.856, none 0.832
 * (after 500); mirrored left and right 0.843 instead of 0.851. Filters 16–128, 24–192 and 32–256, and 1, 3
 * or 5 slices, came out alike (0.849–0.851) for the same computing time.
 */
function light(fingerprint: Fingerprint, network: NetworkPlan, sliceAxis: AxisIndex): Proposal {
  const stride = totalStride(network);
  const [rows, columns] = inPlaneSize(fingerprint, sliceAxis);
  // The median slice fits whole; larger ones are covered by several patches.
  const side = (length: number): number =>
    Math.ceil(Math.min(longestPatchSide, Math.max(smallestPatchSide, length)) / stride) * stride;
  const patch: Plan['patch'] = [side(rows), side(columns)];
  return {
    contextSlices: fingerprint.medianSize[sliceAxis] < 2 ? 1 : usualContextSlices,
    patch,
    // Cross-entropy alone neglects small labels, Dice alone gives poor gradients where a label is absent.
    loss: 'dice+cross-entropy',
    // What no layer normalises bears smaller steps only.
    optimiser: { ...usualOptimiser, kind: 'adam', learningRate: normalises(network) ? 3e-3 : 1e-3, schedule: 'polynomial' },
    batch: batchFor(patch),
    stepsPerEpoch: 50,
    epochs: 40,
    foregroundShare: 0.5,
    augmentation: {
      ...noChange,
      rotationDegrees: 30,
      scale: 0.3,
      // Left and right, top and bottom are told apart by labels (left kidney, upper lobe): no mirroring unasked.
      gamma: 0.4,
      brightness: 0.3,
      contrast: 0.3,
      noise: 0.15,
    },
  };
}

/** About as many pixels a step whatever the patch; few large patches still need four for a steady gradient. */
function batchFor(patch: Plan['patch']): number {
  const pixelsPerStep = 2 ** 15;
  const fitting = pixelsPerStep / patch.reduce((product, length) => product * length, 1);
  return fitting >= 16 ? 16 : fitting >= 8 ? 8 : 4;
}

function networkFor(name: NetworkName, fingerprint: Fingerprint, sliceAxis: AxisIndex): NetworkPlan {
  const filters = networkFilters(Math.min(longestPatchSide, ...inPlaneSize(fingerprint, sliceAxis)));
  switch (name) {
    case 'unet-classic':
      return { name };
    case 'unet-2d':
      return { name, filters };
    case 'unet':
      return { name, dimensions: 2, levels: halvingLevels(filters), residual: false, deepSupervision: true };
    case 'vnet':
      return { name, filters: [16, 32, 64, 128, 256] };
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s':
      // A sixteenth of the work of VGG-16, which a CPU cannot train in an afternoon.
      return { name, width: 0.25 };
  }
}

/** Rows run along the later one of the two remaining axes of the RAS volume, columns along the earlier one. */
function inPlaneSize({ medianSize }: Fingerprint, sliceAxis: AxisIndex): readonly [number, number] {
  const [r, a, s] = medianSize;
  switch (sliceAxis) {
    case 0: return [s, a];
    case 1: return [s, r];
    case 2: return [a, r];
  }
}

/** A key that is there but undefined (an option that was not given) must not erase a default. */
function withoutUndefined(overrides: PlanOverrides): Partial<Plan> {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
