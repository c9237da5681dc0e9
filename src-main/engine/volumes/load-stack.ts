/**
 * From raw voxel files to what learning sees: real values, reordered to the axes closest to RAS, on the
 * network's scale and at its spacing, further images of a case laid over its first one.
 */
import { join } from 'node:path';
import { voxelCount } from '#shared/geometry/affine.ts';
import { invertOrder, orderToRas, reorderSize, reorderVoxels, type AxisOrder } from '#shared/geometry/axis-order.ts';
import { gridVoxels, networkGrid } from '#shared/learning/network-grid.ts';
import { normaliseSentences } from '#shared/learning/normalise-sentences.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { resampleLabels, resampleVolume, teachingSources, type GridSize } from '#shared/learning/resample.ts';
import { stackOrder, teachingPlanes, type LabelledStack, type SliceStack } from '#shared/learning/slice-stack.ts';
import type { FurtherImage, SnapshotCase, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { loadFurtherImages } from './further-images.ts';
import { readValues, smallest } from './read-values.ts';
import { readVoxels } from './read-voxels.ts';
import { memoryStorage, type SliceStorage } from './slice-storage.ts';

/** A stack with the way back to its image's own grid. */
export interface LoadedStack extends SliceStack {
  readonly order: AxisOrder;
  /** Slices, rows and columns of the image itself, laid out as the stack. */
  readonly own: GridSize;
}

/** A case that judges: its reference on its own grid, laid out as the stack, and what the network is shown of it. */
export interface JudgingStack extends Omit<LabelledStack, 'image' | 'padding'> {
  readonly shown: LoadedStack;
  /** What it was read from. */
  readonly snapshotCase: SnapshotCase;
}

type LoadPlan = Pick<Plan, 'normalisation' | 'furtherInputs' | 'sliceAxis' | 'targetSpacingMm' | 'outputs'>;

/**
 * @param file absolute path of the voxels
 * @param furtherImages of the case; `path` is absolute
 * @throws UserFacingError `corrupt` for a damaged file, `bad-input` for an image without contrast, and for a further image
 *   that the plan shows and that is missing or lies elsewhere
 */
export async function loadStack(
  file: string, image: VolumeFile, name: string, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage = memoryStorage(),
  furtherImages: readonly FurtherImage[] = [],
): Promise<LoadedStack> {
  const { size, affine } = image.geometry;
  const order = stackOrder(orderToRas(affine), plan.sliceAxis);
  const values = await readValues(file, image, name, order, plan.normalisation, warn);
  const [ownColumns, ownRows, ownSlices] = reorderSize(size, order);
  const own: GridSize = [ownSlices, ownRows, ownColumns];
  const grid = networkGrid(own, image, order, plan);
  refuseOtherScale(own, grid, name);
  const [slices, rows, columns] = grid;
  const shown = resampleVolume(values, own, grid);
  const further = await loadFurtherImages({ name, image, order, own, grid }, furtherImages, plan, warn, storage);
  return {
    name, slices, rows, columns, order, own,
    padding: smallest(shown),
    image: await storage.keep(shown, rows * columns),
    ...(further.length > 0 ? { further } : {}),
  };
}

/** A thick scan that is brought to thin voxels grows some twenty times. */
const mostGrowth = 64;
const fewestVoxels = 4;

/** A header in metres, or of another part of the world: hardly anything would be left, or nothing would hold it. @throws UserFacingError `bad-input` */
function refuseOtherScale(own: GridSize, grid: GridSize, name: string): void {
  const vanishes = grid.some((length, axis) => length < fewestVoxels && length < (own[axis] as number));
  if (!vanishes && gridVoxels(grid) <= mostGrowth * gridVoxels(own)) return;
  throw failure('bad-input', normaliseSentences.otherScale, { case: name, own: own.toReversed().join(' × '), grid: grid.toReversed().join(' × ') });
}

/** A case that teaches, with its labels as network outputs; a label that the plan does not name is background. */
export async function loadLabelledStack(
  projectFolder: string, snapshotCase: SnapshotCase, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<LabelledStack> {
  const { image, sliceAxis, completeSlices } = snapshotCase;
  const stack = await loadImages(projectFolder, snapshotCase, plan, warn, storage);
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const { across, complete } = teachingPlanes(stack.order, image.geometry.size, sliceAxis, completeSlices);
  const planes = teachingSources(complete, stack[across]);
  const labels = resampleLabels(await loadLabels(projectFolder, snapshotCase, plan, stack.order), stack.own, grid, { [across]: planes });
  return {
    ...stack,
    labels: await storage.keep(labels, stack.rows * stack.columns),
    teaching: { across, complete: Uint8Array.from(planes, (plane) => complete[plane] as number) },
  };
}

export async function loadJudgingStack(
  projectFolder: string, snapshotCase: SnapshotCase, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<JudgingStack> {
  const { image, name, sliceAxis, completeSlices } = snapshotCase;
  const shown = await loadImages(projectFolder, snapshotCase, plan, warn, storage);
  const [slices, rows, columns] = shown.own;
  return {
    name, slices, rows, columns, shown, snapshotCase,
    labels: await storage.keep(await loadLabels(projectFolder, snapshotCase, plan, shown.order), rows * columns),
    teaching: teachingPlanes(shown.order, image.geometry.size, sliceAxis, completeSlices),
  };
}

/** What the network is shown of a case. @throws as `loadStack` */
export async function loadImages(
  projectFolder: string, { name, image, furtherImages = [] }: SnapshotCase, plan: LoadPlan, warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<LoadedStack> {
  const absolute = furtherImages.map((one) => ({ ...one, path: join(projectFolder, one.path) }));
  return loadStack(join(projectFolder, image.path), image, name, plan, warn, storage, absolute);
}

async function loadLabels(projectFolder: string, { image, labelmap, name }: SnapshotCase, plan: LoadPlan, order: AxisOrder): Promise<Uint8Array> {
  const { size } = image.geometry;
  const indices = await readVoxels(join(projectFolder, labelmap.path), 'uint8', voxelCount(size), name);
  const outputOf = new Uint8Array(256);
  plan.outputs.forEach(({ index }, output) => { outputOf[index] = output; });
  return reorderVoxels(indices as Uint8Array, size, order).map((index) => outputOf[index] as number);
}

/** What lies on the image's own grid in the stack's layout, in the image's. */
export function onOwnGrid(outputs: Uint8Array, { own: [slices, rows, columns], order }: LoadedStack): Uint8Array {
  return reorderVoxels(outputs, [columns, rows, slices], invertOrder(order));
}
