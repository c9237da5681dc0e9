/**
 * The distance of every voxel of a box to the nearest of some voxels, by a distance map: a search tree is
 * quicker for surfaces that nearly coincide and took minutes for scattered ones.
 * Only for grids whose axes are at right angles.
 */
import type { Vec3 } from '../../geometry/volume-geometry.ts';
import type { VoxelBox } from '../../geometry/voxel-box.ts';
import { spreadSquares } from '../../regions/distance-map.ts';
import { boxSize } from '../../regions/region-box.ts';

/** A box of voxels and the distances between neighbours. */
export interface SpacedBox {
  /** Of the whole volume, whose indices are spoken of. */
  readonly size: Vec3;
  readonly box: VoxelBox;
  readonly spacing: Vec3;
}

/**
 * Yields now and then, so that whoever runs it can stop it or let others in between.
 * @param seeds indices of voxels in the box, at least one
 * @param places indices of voxels in the box
 * @returns for each place its distance to the nearest seed
 */
export function* distancesByMap(seeds: Uint32Array, places: Uint32Array, where: SpacedBox): Generator<void, Float64Array> {
  const { size, box, spacing } = where;
  const { first } = box;
  const [ni, nj, nk] = boxSize(box);
  const inBox = (at: number): number => {
    const row = Math.floor(at / size[0]);
    const k = Math.floor(row / size[1]);
    return at - row * size[0] - first[0] + ni * (row - k * size[1] - first[1] + nj * (k - first[2]));
  };
  const squares = new Float32Array(ni * nj * nk).fill(Infinity);
  for (const seed of seeds) squares[inBox(seed)] = 0;
  const work = spreadSquares(squares, [ni, nj, nk], spacing);
  while (work.next().done !== true) yield;
  return Float64Array.from(places, (place) => Math.sqrt(squares[inBox(place)] as number));
}
