/** How unsure a model is of a slice, from what it says of each voxel. It must not know how the voxels were predicted. */
import { meanOfLargest } from './mean-of-largest.ts';
import type { SliceReading } from './slice-reading.ts';

/** One voxel in fifty, and at least so many, so that a slice is judged by a region and neither by a speck nor by its sure background. */
const voxelsForOne = 50;
const fewestVoxels = 50;

/** How many of a slice's voxels its score is the mean of: the most uncertain 2 %, at least 50, all where there are fewer. */
export function voxelsThatCount(voxels: number): number {
  return Math.min(voxels, Math.max(fewestVoxels, Math.ceil(voxels / voxelsForOne)));
}

/**
 * Entropy (Shannon 1948) of one voxel's probabilities in units of log(outputs): 0 sure, 1 all outputs alike.
 * @param values from `at` on as many probabilities as there are outputs; what never happens (0) adds nothing
 * @returns NaN where a probability is NaN
 */
export function voxelEntropy(values: ArrayLike<number>, at: number, outputs: number): number {
  if (outputs < 2) return 0;
  let entropy = 0;
  for (let output = 0; output < outputs; output++) {
    const probability = values[at + output] as number;
    // NaN is neither, and goes on into the sum.
    if (!(probability <= 0)) entropy -= probability * Math.log(probability);
  }
  // Rounded probabilities of a sure voxel may lie above 1.
  return entropy < 0 ? 0 : entropy / Math.log(outputs);
}

/** Takes a slice's voxels as they come, in any pieces, and says at the end what was read. */
export interface SliceReader {
  /** For each voxel its probabilities by output, and, where there are several networks, after them the mean of the networks' own entropies. */
  add(values: ArrayLike<number>): void;
  /** Of all voxels so far. All scores are NaN where no voxel could be read. */
  reading(): SliceReading;
}

/**
 * A voxel with a probability that is NaN is left out; one likeliest several outputs alike is the first's.
 * @param voxels most that will be added
 * @param severalNetworks the probabilities are means over networks, each voxel's followed by the mean of their entropies
 *   (`meanOfNetworks` makes both): their disagreement is the mutual information between output and network, BALD
 *   (Houlsby et al. 2011, "Bayesian active learning for classification and preference learning"; for networks Gal, Islam and
 *   Ghahramani 2017): entropy of the mean less mean of the entropies
 */
export function sliceReader(outputs: number, voxels: number, severalNetworks: boolean): SliceReader {
  const stride = outputs + (severalNetworks ? 1 : 0);
  const entropies = new Float32Array(voxels);
  const disagreements = severalNetworks ? new Float32Array(voxels) : null;
  const likeliest = new Uint8Array(voxels);
  const [sure, expected, highest] = [new Float64Array(outputs), new Float64Array(outputs), new Float64Array(outputs)];
  let read = 0;
  return {
    add(values) {
      for (let at = 0; at + stride <= values.length; at += stride) {
        const entropy = voxelEntropy(values, at, outputs);
        const disagreement = severalNetworks ? entropy - (values[at + outputs] as number) : 0;
        if (Number.isNaN(entropy + disagreement)) continue;
        let best = 0;
        for (let output = 1; output < outputs; output++) {
          if ((values[at + output] as number) > (values[at + best] as number)) best = output;
        }
        for (let output = 0; output < outputs; output++) {
          const probability = values[at + output] as number;
          expected[output] = (expected[output] as number) + probability;
          if (probability > (highest[output] as number)) highest[output] = probability;
        }
        sure[best] = (sure[best] as number) + (values[at + best] as number);
        if (read === voxels) throw new RangeError(`more than the ${voxels} voxels that were told`);
        entropies[read] = entropy;
        likeliest[read] = best;
        // The mean's entropy is never the smaller one, but for rounding.
        if (disagreements !== null) disagreements[read] = Math.max(0, disagreement);
        read++;
      }
    },
    reading() {
      const ofOutputs = byOutput(entropies.subarray(0, read), likeliest, outputs);
      return {
        entropy: score(entropies.slice(0, read)),
        mutualInformation: disagreements === null ? null : score(disagreements.slice(0, read)),
        outputs: ofOutputs.map((own) => ({ voxels: own.length, entropy: own.length === 0 ? 0 : score(own) })),
        sums: Array.from(sure, (sum, output) => ({ sure: sum, expected: expected[output] as number, highest: highest[output] as number })),
      };
    },
  };
}

/** Mean over the voxels that count. @param values are put into another order */
function score(values: Float32Array): number {
  return meanOfLargest(values, voxelsThatCount(values.length));
}

/** The entropies of the voxels that are likeliest each output, in one array of the same size. */
function byOutput(entropies: Float32Array, likeliest: Uint8Array, outputs: number): Float32Array[] {
  const starts = new Uint32Array(outputs + 1);
  for (let voxel = 0; voxel < entropies.length; voxel++) starts[(likeliest[voxel] as number) + 1]!++;
  for (let output = 0; output < outputs; output++) starts[output + 1]! += starts[output] as number;
  const sorted = new Float32Array(entropies.length);
  const next = starts.slice(0, outputs);
  for (let voxel = 0; voxel < entropies.length; voxel++) sorted[next[likeliest[voxel] as number]!++] = entropies[voxel] as number;
  return Array.from(next, (end, output) => sorted.subarray(starts[output], end));
}

/**
 * What several networks say of the same voxels, in the form that a reader of several networks takes.
 * @param networks each voxels × outputs
 * @returns voxels × (outputs + 1): the mean probabilities, then the mean of the networks' own entropies in units of log(outputs)
 */
export function meanOfNetworks(networks: readonly ArrayLike<number>[], outputs: number): Float32Array {
  const voxels = (networks[0]?.length ?? 0) / outputs;
  const mean = new Float32Array(voxels * (outputs + 1));
  const share = 1 / networks.length;
  for (const network of networks) {
    for (let voxel = 0, to = 0; voxel < voxels; voxel++) {
      const from = voxel * outputs;
      for (let output = 0; output < outputs; output++) mean[to++]! += share * (network[from + output] as number);
      mean[to++]! += share * voxelEntropy(network, from, outputs);
    }
  }
  return mean;
}
