/** How much an edit changed: how many voxels, in which slices along each axis. Pure. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import { eachDifference, type Runs } from './runs.ts';
import type { TileRectangle } from './tile-layout.ts';

export interface EditExtent {
  readonly voxels: number;
  /** Along i, j, k: how many slices hold a changed voxel. */
  readonly slices: Vec3;
  /** Smallest and largest i, j, k of a changed voxel; null where none changed. */
  readonly first: Vec3 | null;
  readonly last: Vec3 | null;
}

export interface ExtentTally {
  /** @param before, after one tile's runs */
  add(before: Runs, after: Runs, rectangle: TileRectangle): void;
  /** The slices along an axis that hold a changed voxel, ascending. */
  slicesAlong(axis: AxisIndex): number[];
  extent(): EditExtent;
}

/** Counts over the tiles of one edit. @param size of the volume */
export function tallyExtent(size: Vec3): ExtentTally {
  const touched = [new Uint8Array(size[0]), new Uint8Array(size[1]), new Uint8Array(size[2])] as const;
  let voxels = 0;
  const slicesAlong = (axis: AxisIndex): number[] => {
    const slices: number[] = [];
    for (let slice = touched[axis].indexOf(1); slice >= 0; slice = touched[axis].indexOf(1, slice + 1)) slices.push(slice);
    return slices;
  };
  return {
    add(before, after, { i, j, k, width }) {
      eachDifference(before, after, (from, to) => {
        voxels += to - from;
        const [top, bottom] = [Math.floor(from / width), Math.floor((to - 1) / width)];
        const [left, right] = [from - top * width, to - bottom * width];
        // Along a row; over its end into the next one; or all the way around.
        if (top === bottom) touched[0].fill(1, i + left, i + right);
        else touched[0].fill(1, i, i + (to - from >= width ? width : right)).fill(1, i + left, i + width);
        touched[1].fill(1, j + top, j + bottom + 1);
        touched[2][k] = 1;
      });
    },
    slicesAlong,
    extent() {
      if (voxels === 0) return { voxels, slices: [0, 0, 0], first: null, last: null };
      const [i, j, k] = [slicesAlong(0), slicesAlong(1), slicesAlong(2)];
      return { voxels, slices: [i.length, j.length, k.length], first: [i[0]!, j[0]!, k[0]!], last: [i.at(-1)!, j.at(-1)!, k.at(-1)!] };
    },
  };
}
