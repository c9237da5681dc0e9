/** A fixed number of voxels out of a stream of unknown length, each with the same chance: what a temperature is fitted to. */
import { randomDraws } from '../random.ts';
import { resampled } from './bootstrap.ts';
import { smallestProbability, visitVoxels } from './voxel-probabilities.ts';

export interface VoxelSample {
  readonly outputs: number;
  /** Logarithms of probabilities, or logits, voxels × outputs: a constant in a voxel's scores changes nothing. */
  readonly scores: Float32Array;
  /** The right output of each voxel. */
  readonly reference: Uint8Array;
}

export interface VoxelSampler {
  /** As `CalibrationTally.add`; voxels whose right output the network does not have are passed over. */
  add(probabilities: Float32Array, reference: Uint8Array, counts: Uint8Array | null): void;
  sample(): VoxelSample;
}

/** Fixes a temperature to about a hundredth of itself. */
const usualSize = 20_000;

/**
 * Reservoir sampling by skips (Li 1994, "Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))", algorithm L), of
 * the voxels where foreground is possible. The same voxels in the same order give the same sample, however they are cut into pieces.
 */
export function sampleVoxels(outputs: number, seed: number, size = usualSize): VoxelSampler {
  const draws = randomDraws(seed, 'resampling', resampled.voxels, 0);
  const above0 = (): number => 1 - draws.uniform();
  const scores = new Float32Array(size * outputs);
  const references = new Uint8Array(size);
  // The voxel that fills the reservoir draws the first skip.
  let [met, share, next] = [0, 1, size - 1];
  const skip = (): void => {
    share *= Math.exp(Math.log(above0()) / size);
    next += Math.floor(Math.log(above0()) / Math.log1p(-share)) + 1;
  };
  return {
    add: (probabilities, reference, counts) => {
      if (reference.length * outputs !== probabilities.length) throw new RangeError('probabilities and reference do not fit');
      visitVoxels(probabilities, outputs, 1, counts, (voxel, _likeliest, possible, own) => {
        const right = reference[voxel] as number;
        if (!possible || right >= outputs) return;
        const place = met < size ? met : met === next ? draws.integer(size) : -1;
        if (met === next) skip();
        met += 1;
        if (place < 0) return;
        references[place] = right;
        for (let output = 0; output < outputs; output += 1) {
          scores[place * outputs + output] = Math.log(Math.max(own[output] as number, smallestProbability));
        }
      });
    },
    sample: () => {
      const kept = Math.min(met, size);
      return { outputs, scores: scores.slice(0, kept * outputs), reference: references.slice(0, kept) };
    },
  };
}
