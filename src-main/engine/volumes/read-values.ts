import { voxelCount } from '#shared/geometry/affine.ts';
import { reorderVoxels, type AxisOrder } from '#shared/geometry/axis-order.ts';
import { normalise, replaceNonFinite } from '#shared/learning/normalise.ts';
import { normaliseSentences } from '#shared/learning/normalise-sentences.ts';
import type { NormalisationPlan } from '#shared/learning/plan.ts';
import type { VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { readVoxels } from './read-voxels.ts';

/**
 * An image's real values in another order of its axes, on the network's scale. Statistics are taken after the
 * reordering, so that one head stored in any of the 48 axis orders gives the same numbers to the last bit.
 * @param file absolute path of the voxels
 * @param name of case and image, for what is said
 * @throws UserFacingError `corrupt` for a damaged file, `bad-input` for an image without contrast
 */
export async function readValues(
  file: string, image: VolumeFile, name: string, order: AxisOrder, normalisation: NormalisationPlan, warn: (sentence: Sentence) => void,
): Promise<Float32Array> {
  const { size } = image.geometry;
  const stored = reorderVoxels(await readVoxels(file, image.voxelType, voxelCount(size), name), size, order);
  const values = new Float32Array(stored);
  if (image.slope !== 1 || image.intercept !== 0) {
    // In double precision, from the stored value: rounding twice would differ between voxel types.
    for (let at = 0; at < values.length; at++) values[at] = image.slope * (stored[at] as number) + image.intercept;
  }
  const replaced = replaceNonFinite(values);
  if (replaced > 0) warn(fill(normaliseSentences.notNumbers, { case: name, count: replaced }));
  normalise(values, normalisation, name);
  return values;
}

export function smallest(values: Float32Array): number {
  let least = Infinity;
  for (let at = 0; at < values.length; at++) if ((values[at] as number) < least) least = values[at] as number;
  return least;
}
