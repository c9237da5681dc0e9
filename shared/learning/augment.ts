/**
 * Chance changes of a training patch, so that the network does not learn the few images by heart:
 * drawn here as numbers, applied in one pass over the patch (`patches.ts`). Kinds and their order follow
 * nnU-Net (Isensee et al. 2021, supplementary note 2); each is applied to a part of the patches only.
 */
import type { AugmentationPlan } from './plan.ts';
import type { RandomDraws } from './random.ts';
import { stackAxes } from './slice-stack.ts';
import type { AxisIndex } from '../geometry/volume-geometry.ts';

export interface Augmentation {
  /** Radians, within the slice's plane. */
  readonly rotation: number;
  /** Above 1 the patch shows less of the image, larger. */
  readonly scale: number;
  readonly mirrorRows: boolean;
  readonly mirrorColumns: boolean;
  /** The neighbouring slices change places. */
  readonly mirrorSlices: boolean;
  readonly gamma: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly noise: number;
}

export const noAugmentation: Augmentation = {
  rotation: 0, scale: 1, mirrorRows: false, mirrorColumns: false, mirrorSlices: false, gamma: 1, brightness: 0, contrast: 1, noise: 0,
};

/** Share of the patches that each change is applied to. */
const spatialShare = 0.5;
const intensityShare = 0.3;

/** Always takes the same number of draws, so that switching one change off leaves the others as they were. */
export function drawAugmentation(plan: AugmentationPlan, sliceAxis: AxisIndex, draws: RandomDraws): Augmentation {
  const sometimes = (share: number, unchanged: number, value: number): number => (draws.uniform() < share ? value : unchanged);
  /** Between 1 / (1 + change) and 1 + change, both sides equally likely. */
  const factor = (change: number): number => (1 + change) ** draws.between(-1, 1);
  const mirrored = (axis: AxisIndex): boolean => draws.uniform() < 0.5 && plan.mirrorAxes.includes(axis);
  const { slice, row, column } = stackAxes(sliceAxis);
  const radians = (plan.rotationDegrees * Math.PI) / 180;
  return {
    rotation: sometimes(spatialShare, 0, draws.between(-radians, radians)),
    scale: sometimes(spatialShare, 1, factor(plan.scale)),
    mirrorRows: mirrored(row),
    mirrorColumns: mirrored(column),
    mirrorSlices: mirrored(slice),
    gamma: sometimes(intensityShare, 1, factor(plan.gamma)),
    brightness: sometimes(intensityShare, 0, draws.between(-plan.brightness, plan.brightness)),
    contrast: sometimes(intensityShare, 1, factor(plan.contrast)),
    noise: sometimes(intensityShare, 0, draws.between(0, plan.noise)),
  };
}

/**
 * Changes the values of a patch in place: gamma within the patch's own range, contrast around its mean,
 * brightness, noise.
 */
export function changeIntensities(values: Float32Array, { gamma, brightness, contrast, noise }: Augmentation, draws: RandomDraws): void {
  if (gamma !== 1) applyGamma(values, gamma);
  if (contrast !== 1 || brightness !== 0) {
    let sum = 0;
    for (const value of values) sum += value;
    const mean = sum / values.length;
    for (let at = 0; at < values.length; at++) values[at] = ((values[at] as number) - mean) * contrast + mean + brightness;
  }
  if (noise > 0) {
    for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) + noise * roughNormal(draws.word());
  }
}

function applyGamma(values: Float32Array, gamma: number): void {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const value of values) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const range = largest - smallest;
  if (!(range > 0)) return;
  for (let at = 0; at < values.length; at++) values[at] = (((values[at] as number) - smallest) / range) ** gamma * range + smallest;
}

/** Standard deviation of the sum of four uniform bytes. */
const deviationOfByteSum = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** Nearly normal noise from one random word (Irwin–Hall: the sum of its four bytes): noise needs no better tails, but speed. */
function roughNormal(word: number): number {
  const sum = (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);
  return (sum - 510) / deviationOfByteSum;
}
