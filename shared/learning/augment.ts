/**
 * Chance changes of a training patch, so that the network does not learn the few images by heart:
 * drawn here as numbers. What moves voxels is applied in one pass (`patch-geometry.ts`), what changes their values
 * behind it (`intensities.ts`). Kinds and their order follow nnU-Net (Isensee et al. 2021, supplementary
 * note 2); each is applied to a part of the patches only. Always as many draws, so that switching one
 * change off leaves the others as they were.
 */
import type { StackVector } from './patch-geometry.ts';
import type { AugmentationPlan } from './plan.ts';
import type { RandomDraws } from './random.ts';
import { stackAxes } from './slice-stack.ts';
import type { AxisIndex } from '../geometry/volume-geometry.ts';

/** Moves image and label alike. */
export interface SpatialChange {
  /** Radians, about the slice, row and column axis of the stack: the first turns within slices. */
  readonly rotation: StackVector;
  /** Above 1 the patch shows less of the image, larger. */
  readonly scale: number;
  /** Along slices, rows and columns. */
  readonly mirrored: readonly [boolean, boolean, boolean];
  /** Largest displacement, as a share of each side. */
  readonly elastic: number;
}

/** Changes the values of one image of a patch. */
export interface IntensityChange {
  /** Standard deviation. */
  readonly noise: number;
  /** Standard deviation, voxels. */
  readonly blur: number;
  readonly brightness: number;
  readonly contrast: number;
  /** How many times fewer voxels a side has for a moment. */
  readonly lowResolution: number;
  readonly gamma: number;
}

export const unmoved: SpatialChange = { rotation: [0, 0, 0], scale: 1, mirrored: [false, false, false], elastic: 0 };
export const unchanged: IntensityChange = { noise: 0, blur: 0, brightness: 0, contrast: 1, lowResolution: 1, gamma: 1 };

/**
 * Share of the patches that each change is applied to. Those of blur, low resolution and deformation are nnU-Net's; the
 * others are larger than its 0.2 and 0.15, since a training here has a hundredth of its steps: about half as much of
 * them cost 0.006 of the mean Dice on the hippocampus cases.
 */
const shares = { moved: 0.5, elastic: 0.2, valued: 0.3, blur: 0.2, lowResolution: 0.25 } as const;

export function drawSpatialChange(plan: AugmentationPlan, sliceAxis: AxisIndex, draws: RandomDraws): SpatialChange {
  const { slice, row, column } = stackAxes(sliceAxis);
  const radians = (plan.rotationDegrees * Math.PI) / 180;
  const angle = (): number => draws.between(-radians, radians);
  const mirrored = (axis: AxisIndex): boolean => draws.uniform() < 0.5 && plan.mirrorAxes.includes(axis);
  return {
    rotation: sometimes(draws, shares.moved, unmoved.rotation, [angle(), angle(), angle()]),
    scale: sometimes(draws, shares.moved, unmoved.scale, factor(draws, plan.scale)),
    mirrored: [mirrored(slice), mirrored(row), mirrored(column)],
    elastic: sometimes(draws, shares.elastic, unmoved.elastic, draws.between(0, plan.elastic)),
  };
}

export function drawIntensityChange(plan: AugmentationPlan, draws: RandomDraws): IntensityChange {
  return {
    noise: sometimes(draws, shares.valued, unchanged.noise, draws.between(0, plan.noise)),
    blur: sometimes(draws, shares.blur, unchanged.blur, draws.between(plan.blur / 3, plan.blur)),
    brightness: sometimes(draws, shares.valued, unchanged.brightness, draws.between(-plan.brightness, plan.brightness)),
    contrast: sometimes(draws, shares.valued, unchanged.contrast, factor(draws, plan.contrast)),
    lowResolution: sometimes(draws, shares.lowResolution, unchanged.lowResolution, draws.between(1, 1 + plan.lowResolution)),
    gamma: sometimes(draws, shares.valued, unchanged.gamma, factor(draws, plan.gamma)),
  };
}

function sometimes<Value>(draws: RandomDraws, share: number, without: Value, value: Value): Value {
  return draws.uniform() < share ? value : without;
}

/** Between 1 / (1 + change) and 1 + change, both sides equally likely. */
function factor(draws: RandomDraws, change: number): number {
  return (1 + change) ** draws.between(-1, 1);
}
