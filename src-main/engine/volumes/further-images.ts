/** The further images of a case, laid over its first one by where they lie in the patient: each a channel of what the network sees. */
import { orderToRas, reorderGeometry, type AxisOrder } from '#shared/geometry/axis-order.ts';
import type { Vec3, VolumeGeometry } from '#shared/geometry/volume-geometry.ts';
import { layOver } from '#shared/learning/lay-over.ts';
import type { InputPlan, Plan } from '#shared/learning/plan.ts';
import { resampleVolume, type GridSize } from '#shared/learning/resample.ts';
import { stackOrder, type StackImage } from '#shared/learning/slice-stack.ts';
import type { FurtherImage, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { engineSentences } from '../engine-sentences.ts';
import { readValues, smallest } from './read-values.ts';
import type { SliceStorage } from './slice-storage.ts';

/** What further images are laid over. */
export interface FirstImage {
  readonly name: string;
  readonly image: VolumeFile;
  readonly order: AxisOrder;
  /** Its own grid, and the one that the network sees: slices, rows, columns. */
  readonly own: GridSize;
  readonly grid: GridSize;
}

/** Where less than this share of the first image is covered, that is said. */
const mostlyCovered = 0.5;

/**
 * In the order of the plan. Each is brought to its own scale by its own voxels, then onto the first image's grid, and from
 * there to the network's as that one is.
 * @param images those of the case; `path` is absolute
 * @throws UserFacingError `bad-input` where the case lacks one, or it lies elsewhere; else as `readValues`
 */
export async function loadFurtherImages(
  first: FirstImage, images: readonly FurtherImage[], { furtherInputs, sliceAxis }: Pick<Plan, 'furtherInputs' | 'sliceAxis'>,
  warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<readonly StackImage[]> {
  const loaded: StackImage[] = [];
  for (const input of furtherInputs) {
    const image = images.find(({ role }) => role === input.role);
    if (image === undefined) throw failure('bad-input', engineSentences.imageMissing, { case: first.name, role: input.role });
    loaded.push(await loadOne(first, image, input, sliceAxis, warn, storage));
  }
  return loaded;
}

async function loadOne(
  first: FirstImage, image: FurtherImage, { role, normalisation }: InputPlan, sliceAxis: Plan['sliceAxis'],
  warn: (sentence: Sentence) => void, storage: SliceStorage,
): Promise<StackImage> {
  const { own, grid } = first;
  const names = { case: first.name, role };
  const geometry = placeBeside(first, image, names, warn);
  const order = stackOrder(orderToRas(geometry.affine), sliceAxis);
  const values = await readValues(image.path, image, `${first.name} (${role})`, order, normalisation, warn);
  const padding = smallest(values);
  const laid = layOver(values, reorderGeometry(geometry, order), reorderGeometry(first.image.geometry, first.order), padding);
  if (laid.inside === 0) throw failure('bad-input', engineSentences.imagesApart, names);
  if (laid.inside < mostlyCovered) warn(fill(engineSentences.imagesHardlyMeet, { ...names, percent: Math.floor(100 * laid.inside) }));
  const shown = resampleVolume(laid.values, own, grid);
  return { padding, image: await storage.keep(shown, grid[1] * grid[2]) };
}

/** Where the image lies; where the files do not tell, voxel upon voxel of the first image. */
function placeBeside(first: FirstImage, image: FurtherImage, names: { readonly case: string; readonly role: string }, warn: (sentence: Sentence) => void): VolumeGeometry {
  const known = [first.image, image].filter(({ trust }) => trust === 'known').length;
  if (known === 2) return image.geometry;
  const sizes: readonly Vec3[] = [first.image.geometry.size, image.geometry.size];
  if (sizes[0]!.some((length, axis) => length !== sizes[1]![axis])) throw failure('bad-input', engineSentences.placesUnknown, names);
  if (known === 1) warn(fill(engineSentences.voxelUponVoxel, names));
  return first.image.geometry;
}
