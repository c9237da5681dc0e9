/**
 * How far every voxel lies from a region: the exact Euclidean distance transform, one axis after the other, as a lower
 * envelope of parabolas (Felzenszwalb and Huttenlocher 2012, doi 10.4086/toc.2012.v008a019). Its cost depends on the
 * grid alone, however the region lies.
 */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { alongAxes, type LineWork } from './lines.ts';
import { inPieces, stage } from './stages.ts';

/** @returns mm from the centre of each voxel to that of the nearest voxel of the region; Infinity where the region is empty */
export function* distanceMap(mask: Mask, grid: Grid): RegionWork<Float32Array> {
  const map = yield* stage(squaredDistances(mask, 1, grid), 0, 0.9);
  yield* stage(inPieces(map.length, (first, behind) => {
    for (let at = first; at < behind; at++) map[at] = Math.sqrt(map[at] as number);
  }), 0.9, 1);
  return map;
}

/**
 * Outside the region the distance to its nearest voxel, inside it minus the distance to the nearest voxel outside, mm
 * between centres; so the surface lies where the map passes 0. The edge of the grid is no edge of the region: a region
 * that fills the grid has −Infinity everywhere, an empty one Infinity.
 */
export function* signedDistanceMap(mask: Mask, grid: Grid): RegionWork<Float32Array> {
  const map = yield* stage(squaredDistances(mask, 1, grid), 0, 0.45);
  const inside = yield* stage(squaredDistances(mask, 0, grid), 0.45, 0.9);
  yield* stage(inPieces(map.length, (first, behind) => {
    for (let at = first; at < behind; at++) map[at] = mask[at] === 1 ? -Math.sqrt(inside[at] as number) : Math.sqrt(map[at] as number);
  }), 0.9, 1);
  return map;
}

/** @returns mm²: of each voxel to the nearest voxel with this value */
export function* squaredDistances(mask: Mask, value: 0 | 1, { size, spacingMm }: Grid): RegionWork<Float32Array> {
  const squares = new Float32Array(mask.length);
  yield* stage(inPieces(mask.length, (first, behind) => {
    for (let at = first; at < behind; at++) squares[at] = mask[at] === value ? 0 : Infinity;
  }), 0, 0.1);
  yield* stage(spreadSquares(squares, size, spacingMm), 0.1, 1);
  return squares;
}

/**
 * In place, each value becomes the least of all values, its own among them, with the square of the distance to them added.
 * @param squares 0 where distances begin, Infinity elsewhere
 */
export function* spreadSquares(squares: Float32Array, size: Vec3, spacingMm: Vec3): RegionWork<void> {
  const envelope = lowerEnvelope(Math.max(...size));
  yield* alongAxes(squares, size, (axis) => (values, start, count) => envelope(values, start, count, spacingMm[axis] ** 2));
}

/** Along a line of voxels: what each may reach from another of them, where a step costs the square of its length. */
function lowerEnvelope(longest: number): (...line: [...Parameters<LineWork>, stepSquared: number]) => void {
  /** The parabolas of the envelope: their lowest points, their values there, and where each begins to be the lowest. */
  const centre = new Int32Array(longest);
  const value = new Float64Array(longest);
  const begin = new Float64Array(longest);
  return (squares, start, count, stepSquared) => {
    let top = -1;
    for (let at = 0; at < count; at++) {
      const height = squares[start + at] as number;
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
    for (let at = 0, part = 0; at < count; at++) {
      while (part < top && (begin[part + 1] as number) < at) part++;
      const step = at - (centre[part] as number);
      squares[start + at] = (value[part] as number) + step * step * stepSquared;
    }
  };
}
