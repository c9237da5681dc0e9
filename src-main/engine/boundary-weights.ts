import type { VoxelTerm } from '#shared/learning/plan.ts';

/**
 * Weight of each voxel that grows towards the boundaries between labels: 1 + w · exp(−d² / 2σ²), d the distance
 * in voxels to the nearest voxel that touches another label. Simpler than the map of the U-Net's paper
 * (Ronneberger et al. 2015, arXiv 1505.04597, equation 2), whose d is the way to the two nearest cells: labels
 * of organs do not come apart into cells. A border to voxels that do not teach is no boundary. Beyond three σ
 * along an axis the boundary is not felt.
 * @param space (slices,) rows, columns of one sample; samples lie one after the other
 * @param valid 1 where a voxel teaches
 */
export function boundaryWeights(
  labels: Int32Array, valid: Float32Array, space: readonly number[], { weight, width }: NonNullable<VoxelTerm['boundary']>,
): Float32Array {
  // exp(−d²) is the product of what each axis contributes, so the nearest voxel of all is found axis by axis.
  const closeness = space.reduce((near, _, axis) => spread(near, space, axis, width), touching(labels, valid, space));
  return closeness.map((one) => 1 + weight * one);
}

/** 1 where a voxel that teaches lies beside one of another label that teaches too. */
function touching(labels: Int32Array, valid: Float32Array, space: readonly number[]): Float32Array {
  const found = new Float32Array(labels.length);
  space.forEach((length, axis) => {
    const step = stepOf(space, axis);
    for (let voxel = 0; voxel < labels.length; voxel++) {
      const next = voxel + step;
      const last = Math.floor(voxel / step) % length === length - 1;
      if (last || valid[voxel] !== 1 || valid[next] !== 1 || labels[voxel] === labels[next]) continue;
      found[voxel] = 1;
      found[next] = 1;
    }
  });
  return found;
}

/** Of all voxels in the same line the largest value, each lessened by its distance. */
function spread(near: Float32Array, space: readonly number[], axis: number, width: number): Float32Array {
  const length = space[axis] as number;
  const step = stepOf(space, axis);
  const reach = Math.min(length - 1, Math.ceil(3 * width));
  const lessened = Float64Array.from({ length: reach + 1 }, (_, away) => Math.exp(-(away ** 2) / (2 * width ** 2)));
  const largest = new Float32Array(near.length);
  for (let voxel = 0; voxel < near.length; voxel++) {
    const own = near[voxel] as number;
    if (own === 0) continue;
    const at = Math.floor(voxel / step) % length;
    for (let to = Math.max(0, at - reach); to <= Math.min(length - 1, at + reach); to++) {
      const place = voxel + (to - at) * step;
      const reached = own * (lessened[Math.abs(to - at)] as number);
      if (reached > (largest[place] as number)) largest[place] = reached;
    }
  }
  return largest;
}

/** Voxels between a voxel and the next one along an axis. */
function stepOf(space: readonly number[], axis: number): number {
  return space.slice(axis + 1).reduce((product, length) => product * length, 1);
}
