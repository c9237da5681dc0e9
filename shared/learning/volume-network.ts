/**
 * The levels and the patch of a U-Net, from the size and the spacing of the images: an axis is
 * halved as long as enough of it is left and its voxels are not much longer than those of the others, so
 * that thick slices are joined later than thin ones (the rules of nnU-Net: Isensee et al. 2021, doi
 * 10.1038/s41592-020-01008-z, supplementary note 2). Lengths are (slices,) rows, columns.
 */
import { timesEach } from './network-layers.ts';
import type { AxisLengths, NetworkLevel } from './plan.ts';

export interface VolumeNetwork {
  readonly levels: readonly NetworkLevel[];
  readonly patch: AxisLengths;
}

/** Voxels of a patch: more cost more time on a CPU than their wider view brings. */
const mostVoxels = 2 ** 17;
/** What is left of an axis at the deepest level: fewer voxels see little but padding. */
export const fewestLeft = 4;
/** Voxels this much longer along one axis than along another are treated as of another kind. */
const anisotropic = 2;
const mostLevelsOf = { 2: 5, 3: 6 } as const;
const mostFilters = 256;

/**
 * @param size median size of the images once resampled, voxels
 * @param spacingMm of the images once resampled
 * @param firstFilters of the top level; doubled from level to level
 */
export function planVolumeNetwork(size: AxisLengths, spacingMm: AxisLengths, firstFilters: number): VolumeNetwork {
  const fewest: AxisLengths = size.map(() => fewestLeft);
  let wished: AxisLengths = size.map((length) => Math.max(fewestLeft, length));
  for (;;) {
    const levels = levelsFor(wished, spacingMm, firstFilters);
    const strides = levels.reduce<AxisLengths>((product, { stride }) => timesEach(product, stride), [1, 1, 1]);
    const patch = multiples(wished, strides);
    const shorter = shorten(patch, spacingMm, strides, fewest);
    if (shorter === null) return { levels, patch };
    // Along the other axes the wish stays: rounded up again and again it would grow.
    wished = wished.map((length, axis) => Math.min(length, shorter[axis] as number));
  }
}

/**
 * The patch of a network whose levels are settled.
 * @param strides total ones of the network
 * @param left at its deepest level, along each axis at least: the patch is enlarged for it
 */
export function planVolumePatch(size: AxisLengths, spacingMm: AxisLengths, strides: AxisLengths, left: number): AxisLengths {
  const fewest = strides.map((stride) => left * stride);
  const shorter = (patch: AxisLengths): AxisLengths | null => shorten(patch, spacingMm, strides, fewest);
  let patch = multiples(size.map((length, axis) => Math.max(fewest[axis] as number, length)), strides);
  for (let next = shorter(patch); next !== null; next = shorter(patch)) patch = next;
  return patch;
}

/** As many of the filters, top first, as leave enough of every axis where each is halved from level to level; two at least. */
export function levelsLeaving(size: AxisLengths, filters: readonly number[]): readonly number[] {
  const halvings = Math.floor(Math.log2(Math.max(1, Math.min(...size) / fewestLeft)));
  return filters.slice(0, Math.max(2, halvings + 1));
}

/** One step less along the axis where the patch is the widest in millimetres; null where it is small enough or cannot be smaller. */
function shorten(patch: AxisLengths, spacingMm: AxisLengths, strides: AxisLengths, fewest: AxisLengths): AxisLengths | null {
  if (patch.reduce((product, length) => product * length, 1) <= mostVoxels) return null;
  const isLongEnough = (length: number, axis: number): boolean => length - (strides[axis] as number) >= (fewest[axis] as number);
  const widths = patch.map((length, axis) => (isLongEnough(length, axis) ? length * (spacingMm[axis] as number) : 0));
  const widest = Math.max(...widths);
  return widest === 0 ? null : patch.map((length, axis) => (axis === widths.indexOf(widest) ? length - (strides[axis] as number) : length));
}

function multiples(lengths: AxisLengths, strides: AxisLengths): AxisLengths {
  return lengths.map((length, axis) => Math.ceil(length / (strides[axis] as number)) * (strides[axis] as number));
}

/** @param patch of two or three lengths */
export function levelsFor(patch: AxisLengths, spacingMm: AxisLengths, firstFilters: number): readonly NetworkLevel[] {
  const mostLevels = mostLevelsOf[patch.length === 2 ? 2 : 3];
  const levels: NetworkLevel[] = [];
  let [left, spacing, stride]: AxisLengths[] = [patch, spacingMm, patch.map(() => 1)];
  while (levels.length < mostLevels) {
    const own = spacing as AxisLengths;
    const finest = Math.min(...own);
    levels.push({
      filters: Math.min(mostFilters, firstFilters * 2 ** levels.length),
      // Across slices that are far apart a kernel would join what has little to do with each other.
      kernel: own.map((one) => (one > anisotropic * finest ? 1 : 3)),
      stride: stride as AxisLengths,
    });
    const remaining = left as AxisLengths;
    const halvable = remaining.map((length) => length / 2 >= fewestLeft);
    const finestHalvable = Math.min(...own.filter((_, axis) => halvable[axis]));
    const next = own.map((one, axis) => (halvable[axis] === true && one < anisotropic * finestHalvable ? 2 : 1));
    if (next.every((step) => step === 1)) break;
    stride = next;
    left = remaining.map((length, axis) => length / (next[axis] as number));
    spacing = own.map((one, axis) => one * (next[axis] as number));
  }
  // A kernel that is shorter than the stride into its level would leave voxels out.
  return levels.map((level) => ({ ...level, kernel: level.kernel.map((length, axis) => (length < (level.stride[axis] as number) ? 3 : length)) }));
}
