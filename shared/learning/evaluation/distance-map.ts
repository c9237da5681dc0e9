/**
 * The distance of every voxel of a box to the nearest of some voxels: the exact Euclidean distance
 * transform, one axis after the other, as a lower envelope of parabolas (Felzenszwalb and Huttenlocher
 * 2012, doi 10.4086/toc.2012.v008a019). Its cost depends on the box alone, however the voxels lie; a
 * search tree is quicker for surfaces that nearly coincide and took minutes for scattered ones.
 * Only for grids whose axes are at right angles.
 */
import type { Vec3 } from '../../geometry/volume-geometry.ts';
import type { VoxelBox } from '../../geometry/voxel-box.ts';

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
  const { size, box: { first, last }, spacing } = where;
  const [ni, nj, nk] = [last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1];
  const inBox = (at: number): number => {
    const row = Math.floor(at / size[0]);
    const k = Math.floor(row / size[1]);
    return at - row * size[0] - first[0] + ni * (row - k * size[1] - first[1] + nj * (k - first[2]));
  };
  const squares = new Float32Array(ni * nj * nk).fill(Infinity);
  for (const seed of seeds) squares[inBox(seed)] = 0;
  const line = lineTransform(Math.max(ni, nj, nk));
  for (let k = 0; k < nk; k++) {
    yield;
    for (let j = 0; j < nj; j++) line(squares, ni * (j + nj * k), 1, ni, spacing[0] ** 2);
    for (let i = 0; i < ni; i++) line(squares, i + ni * nj * k, ni, nj, spacing[1] ** 2);
  }
  for (let j = 0; j < nj; j++) {
    yield;
    for (let i = 0; i < ni; i++) line(squares, i + ni * j, ni * nj, nk, spacing[2] ** 2);
  }
  return Float64Array.from(places, (place) => Math.sqrt(squares[inBox(place)] as number));
}

/** Along a line of voxels: what each may reach from another of them, where each step costs the square of its length. */
type LineTransform = (squares: Float32Array, start: number, stride: number, count: number, stepSquared: number) => void;

function lineTransform(longest: number): LineTransform {
  /** The parabolas of the envelope: their lowest points, their values there, and where each begins to be the lowest. */
  const centre = new Int32Array(longest);
  const value = new Float64Array(longest);
  const begin = new Float64Array(longest);
  return (squares, start, stride, count, stepSquared) => {
    let top = -1;
    for (let at = 0, from = start; at < count; at++, from += stride) {
      const height = squares[from] as number;
      if (height === Infinity) continue;
      let crossing = -Infinity;
      while (top >= 0) {
        const below = centre[top] as number;
        crossing = ((height - (value[top] as number)) / stepSquared + at * at - below * below) / (2 * (at - below));
        if (crossing > (begin[top] as number)) break;
        top--;
        crossing = -Infinity;
      }
      top++;
      centre[top] = at;
      value[top] = height;
      begin[top] = crossing;
    }
    if (top < 0) return;
    for (let at = 0, to = start, part = 0; at < count; at++, to += stride) {
      while (part < top && (begin[part + 1] as number) < at) part++;
      const step = at - (centre[part] as number);
      squares[to] = (value[part] as number) + step * step * stepSquared;
    }
  };
}
