/** What a step from a voxel of a slice to its neighbour costs a wire that shall follow edges. */
import { percentile, sampleValues } from '../voxels/grey-statistics.ts';
import { edgeFeatures, type EdgeFeatures, type SliceImage } from './edge-features.ts';
import type { RegionWork } from './grid.ts';

/** Which of a slice's features make a step dear. */
export interface LivewireChoice {
  /** Standard deviation of the Gaussian under the features. */
  readonly scaleMm: number;
  /** Shares of the features in a step's cost; only their ratios count. */
  readonly weights: { readonly zeroCrossing: number; readonly direction: number; readonly gradient: number };
  /** The gradient, per mm, that halves its part of the cost; null: the 95th percentile of the slice's own. */
  readonly halvingGradientPerMm: number | null;
  /** On which side of the wire, seen along it with v downwards, the brighter voxels must lie. */
  readonly brighter: 'left' | 'right' | 'either';
}

/** Ratios of Mortensen and Barrett 1995 (doi 10.1145/218380.218442), the first form of the cost, without trained parts. */
export const usualWeights = { zeroCrossing: 0.43, direction: 0.43, gradient: 0.14 } as const;

/** Costs of all steps in a slice, whole numbers. */
export interface StepCosts {
  readonly width: number;
  readonly height: number;
  /** Eight a voxel, in the order of `steps`; 0 where a step would leave the slice. */
  readonly costs: Uint16Array;
  readonly largest: number;
}

/** u and v of the eight steps, clockwise with v downwards; opposite ones lie four apart. */
export const steps = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]] as const;

/** What a step of the finer spacing costs where there is no edge at all. */
const dearest = 255;
const mostCost = 65_535;

/**
 * Costs by Mortensen and Barrett 1998 (doi 10.1006/gmip.1998.0480): a weighted sum of
 *
 * * 0 where the voxel stepped on is a zero crossing of the Laplacian, else 1;
 * * 1 / (1 + gradient / halving gradient) there: in place of the paper's straight fall to 0 at the slice's steepest edge,
 *   beside which (bone, metal, the skin) an organ's edge would be as dear as none;
 * * 2/3π (arccos dp + arccos dq): how far the step turns from the edge's direction in both voxels, where dp and dq are
 *   the cosines between the step and the edge, both signed so that dp is not negative;
 *
 * times the length of the step in units of the finer spacing, rounded, at least 1. With a weight for the gradient alone
 * it is a cost of one feature as in Falcão, Udupa, Miyazawa 2000 (IEEE TMI 19, 55–62), on voxels instead of their
 * sides; `brighter` is their orientation.
 */
export function* stepCosts(image: SliceImage, choice: LivewireChoice): RegionWork<StepCosts> {
  const { width, height, spacingUMm, spacingVMm } = image;
  const features = edgeFeatures(image, choice.scaleMm);
  const still = stillCosts(features, choice);
  const finest = Math.min(spacingUMm, spacingVMm);
  const costs = new Uint16Array(8 * width * height);
  let largest = 1;
  for (const [number, [stepU, stepV]] of steps.entries()) {
    yield (number + 1) / 9;
    const lengthMm = Math.hypot(stepU * spacingUMm, stepV * spacingVMm);
    const step = {
      offset: stepV * width + stepU,
      alongU: (stepU * spacingUMm) / lengthMm,
      alongV: (stepV * spacingVMm) / lengthMm,
      scale: (dearest * lengthMm) / finest,
    };
    for (let v = Math.max(-stepV, 0); v < height - Math.max(stepV, 0); v++) {
      for (let u = Math.max(-stepU, 0); u < width - Math.max(stepU, 0); u++) {
        const at = v * width + u;
        const cost = Math.min(Math.max(Math.round(stepCost(features, still, at, step)), 1), mostCost);
        costs[8 * at + number] = cost;
        if (cost > largest) largest = cost;
      }
    }
  }
  return { width, height, costs, largest };
}

interface Step {
  readonly offset: number;
  /** A unit vector in mm. */
  readonly alongU: number;
  readonly alongV: number;
  readonly scale: number;
}

function stepCost({ riseU, riseV }: EdgeFeatures, still: StillCosts, from: number, { offset, alongU, alongV, scale }: Step): number {
  const to = from + offset;
  if (still.side !== 0 && still.side * (alongU * riseV[to]! - alongV * riseU[to]!) < 0) return scale;
  // The edge runs across the rise.
  const cosFrom = alongU * riseV[from]! - alongV * riseU[from]!;
  const cosTo = alongU * riseV[to]! - alongV * riseU[to]!;
  const turn = angle(Math.abs(cosFrom)) + angle(cosFrom < 0 ? -cosTo : cosTo);
  return scale * (still.costs[to]! + still.direction * (2 / (3 * Math.PI)) * turn);
}

/** That part of a step's cost which depends only on the voxel stepped on. */
interface StillCosts {
  readonly costs: Float32Array;
  readonly direction: number;
  /** 1: brighter on the right; −1: on the left; 0: either. */
  readonly side: number;
}

function stillCosts({ gradient, isZeroCrossing }: EdgeFeatures, { weights, halvingGradientPerMm, brighter }: LivewireChoice): StillCosts {
  const sum = weights.zeroCrossing + weights.direction + weights.gradient;
  const halving = halvingGradientPerMm ?? percentile(sampleValues(gradient, 1, 0), 0.95);
  const costs = gradient.map((size, at) => {
    const flat = halving > 0 ? halving / (halving + size) : 1;
    return (weights.zeroCrossing * (1 - isZeroCrossing[at]!) + weights.gradient * flat) / sum;
  });
  return { costs, direction: weights.direction / sum, side: brighter === 'either' ? 0 : brighter === 'right' ? 1 : -1 };
}

const anglesPerUnit = 4096;
/** arccos at steps of 1/4096: nowhere more than 0.016 off, which is less than half a unit of a cost. */
const angles = Float64Array.from({ length: 2 * anglesPerUnit + 1 }, (_, at) => Math.acos(at / anglesPerUnit - 1));

function angle(cosine: number): number {
  return angles[Math.round((cosine + 1) * anglesPerUnit)] ?? 0;
}
