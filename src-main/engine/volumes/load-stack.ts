/**
 * From raw voxel files to what learning sees: real values, reordered to the axes closest to RAS, on the
 * network's scale. Statistics are taken after the reordering, so that one head stored in any of the 48 axis
 * orders gives the same numbers to the last bit.
 */
import { join } from 'node:path';
import { voxelCount } from '#shared/geometry/affine.ts';
import { orderToRas, reorderSize, reorderVoxels, type AxisOrder } from '#shared/geometry/axis-order.ts';
import { normalise, replaceNonFinite } from '#shared/learning/normalise.ts';
import { normaliseSentences } from '#shared/learning/normalise-sentences.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { stackOrder, teachingPlanes, type LabelledStack, type SliceStack } from '#shared/learning/slice-stack.ts';
import type { SnapshotCase, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { readVoxels } from './read-voxels.ts';
import { memoryStorage, type SliceStorage } from './slice-storage.ts';

/** A stack with the way back to its image's own grid. */
export interface LoadedStack extends SliceStack {
  readonly order: AxisOrder;
}

type LoadPlan = Pick<Plan, 'normalisation' | 'sliceAxis' | 'outputs'>;

/**
 * @param file absolute path of the voxels
 * @throws UserFacingError `corrupt` for a damaged file, `bad-input` for an image without contrast
 */
export async function loadStack(
  file: string, image: VolumeFile, name: string, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage = memoryStorage(),
): Promise<LoadedStack> {
  const { size, affine } = image.geometry;
  const order = stackOrder(orderToRas(affine), plan.sliceAxis);
  const stored = reorderVoxels(await readVoxels(file, image.voxelType, voxelCount(size), name), size, order);
  const values = new Float32Array(stored);
  if (image.slope !== 1 || image.intercept !== 0) {
    // In double precision, from the stored value: rounding twice would differ between voxel types.
    for (let at = 0; at < values.length; at++) values[at] = image.slope * (stored[at] as number) + image.intercept;
  }
  const replaced = replaceNonFinite(values);
  if (replaced > 0) warn(fill(normaliseSentences.notNumbers, { case: name, count: replaced }));
  normalise(values, plan.normalisation, name);
  const [columns, rows, slices] = reorderSize(size, order);
  return {
    name, slices, rows, columns, order,
    padding: values.reduce((smallest, value) => (value < smallest ? value : smallest), Infinity),
    image: await storage.keep(values, rows * columns),
  };
}

/** A case of a snapshot with its labels as network outputs; a label that the plan does not name is background. */
export async function loadLabelledStack(
  projectFolder: string, snapshotCase: SnapshotCase, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<LabelledStack & LoadedStack> {
  const { image, labelmap, name, sliceAxis, completeSlices } = snapshotCase;
  const stack = await loadStack(join(projectFolder, image.path), image, name, plan, warn, storage);
  const { size } = image.geometry;
  const indices = await readVoxels(join(projectFolder, labelmap.path), 'uint8', voxelCount(size), name);
  const outputOf = new Uint8Array(256);
  plan.outputs.forEach(({ index }, output) => { outputOf[index] = output; });
  const labels = reorderVoxels(indices as Uint8Array, size, stack.order).map((index) => outputOf[index] as number);
  return {
    ...stack,
    labels: await storage.keep(labels, stack.rows * stack.columns),
    teaching: teachingPlanes(stack.order, size, sliceAxis, completeSlices),
  };
}
