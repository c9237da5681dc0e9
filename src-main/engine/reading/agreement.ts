/** What several networks say of one batch, and how far they agree. */
import { meanOfNetworks, voxelEntropy } from '#shared/learning/selection/slice-score.ts';
import type { ImageBatch } from '../learner.ts';
import { meanProbabilities, type Voice } from '../prediction/mean-probabilities.ts';
import type { Mirroring } from '../prediction/mirrorings.ts';

/**
 * The mutual information between output and network is taken here, where each network's probabilities are as it gave them, and
 * brought to the image's grid like them: taken there it would see the blur of interpolation at every border as disagreement.
 * @param neighbours as in `meanProbabilities`
 * @param between awaited after each network
 * @returns voxels × (outputs + 1): mean probabilities over voices, then the mutual information in units of log(outputs), at least 0
 */
export async function agreementOf(
  voices: readonly Voice[], batch: ImageBatch, mirrorings: readonly Mirroring[], neighbours: number, outputs: number, between: () => Promise<void>,
): Promise<Float32Array> {
  let sum: Float32Array | null = null;
  for (const voice of voices) {
    const own = meanOfNetworks([meanProbabilities([voice], batch, mirrorings, neighbours)], outputs);
    if (sum === null) sum = own;
    else for (let at = 0; at < own.length; at++) sum[at] = (sum[at] as number) + (own[at] as number);
    await between();
  }
  if (sum === null) throw new RangeError('nobody was asked');
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) / voices.length;
  for (let at = 0; at < sum.length; at += outputs + 1) {
    // The mean's entropy is never the smaller one, but for rounding.
    sum[at + outputs] = Math.max(0, voxelEntropy(sum, at, outputs) - (sum[at + outputs] as number));
  }
  return sum;
}

/** In place, what `agreementOf` gives in the form that `sliceReader` takes: with the mean of the networks' own entropies in place of their mutual information. */
export function asReaderTakes(values: Float32Array, outputs: number): Float32Array {
  for (let at = 0; at < values.length; at += outputs + 1) values[at + outputs] = voxelEntropy(values, at, outputs) - (values[at + outputs] as number);
  return values;
}
