/** The one number that makes a model's probabilities as sure as it is right. */
import type { VoxelSample } from './voxel-sample.ts';

/** A temperature is looked for between these: beyond, the probabilities say as good as nothing, or everything. */
export const temperatureLimits = { lowest: 0.05, highest: 20 } as const;

export interface FittedTemperature {
  /** Above 1 the model was too sure, below 1 not sure enough. */
  readonly temperature: number;
  /** That it was fitted to. */
  readonly voxels: number;
  /** Mean negative log-likelihood, natural logarithm, with temperature 1 and with this one. */
  readonly before: number;
  readonly after: number;
  /** The best one lies beyond what is looked for, as where every voxel is right: do not use it to claim calibration. */
  readonly atLimit: boolean;
}

/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks", arXiv 1706.04599):
 * minimises the negative log-likelihood of the right outputs. In 1/T it is convex, so Newton's method within a bracket finds
 * the one minimum. Of validation patients only: a temperature fitted on the test set would flatter the model there.
 * @returns null for an empty sample
 */
export function fitTemperature(sample: VoxelSample): FittedTemperature | null {
  const voxels = sample.reference.length;
  if (voxels === 0) return null;
  let [low, high] = [1 / temperatureLimits.highest, 1 / temperatureLimits.lowest];
  const [atLow, atHigh] = [likelihood(sample, low), likelihood(sample, high)];
  let inverse = 1;
  if (atLow.slope >= 0) inverse = low;
  else if (atHigh.slope <= 0) inverse = high;
  else {
    for (let turn = 0; turn < 100 && high - low > 1e-12 * high; turn += 1) {
      const { slope, bend } = likelihood(sample, inverse);
      if (slope > 0) high = inverse;
      else low = inverse;
      const step = inverse - slope / bend;
      const to = step > low && step < high ? step : (low + high) / 2;
      if (Math.abs(to - inverse) < 1e-12 * inverse) break;
      inverse = to;
    }
  }
  return {
    temperature: 1 / inverse, voxels,
    before: likelihood(sample, 1).mean, after: likelihood(sample, inverse).mean,
    atLimit: atLow.slope >= 0 || atHigh.slope <= 0,
  };
}

/** Mean negative log-likelihood over voxels, and its first two derivatives by the inverse temperature. */
function likelihood({ outputs, scores, reference }: VoxelSample, inverse: number): { mean: number; slope: number; bend: number } {
  let [total, slope, bend] = [0, 0, 0];
  for (const [voxel, right] of reference.entries()) {
    const at = voxel * outputs;
    let highest = -Infinity;
    for (let output = 0; output < outputs; output += 1) highest = Math.max(highest, scores[at + output] as number);
    let [sum, first, second] = [0, 0, 0];
    for (let output = 0; output < outputs; output += 1) {
      const below = (scores[at + output] as number) - highest;
      const share = Math.exp(inverse * below);
      sum += share;
      first += share * below;
      second += share * below * below;
    }
    const own = (scores[at + right] as number) - highest;
    total += Math.log(sum) - inverse * own;
    slope += first / sum - own;
    bend += second / sum - (first / sum) ** 2;
  }
  return { mean: total / reference.length, slope: slope / reference.length, bend: bend / reference.length };
}
