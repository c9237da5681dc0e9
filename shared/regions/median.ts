import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { Grid, Mask, RegionWork } from './grid.ts';
import { alongAxes, type LineWork } from './lines.ts';
import { inRoom } from './margin.ts';
import { maskOfValues } from './mask-of-values.ts';
import { stage } from './stages.ts';

/** Sums in single precision are exact up to 2²⁴, so up to boxes of 255³ voxels. */
const widestRadius = 127;

/**
 * The median of each voxel's box, which for a region is its majority (Huang, Yang, Tang 1979, doi
 * 10.1109/TASSP.1979.1163188): small bumps, pits and points go, straight borders stay. Beyond an edge the volume goes on
 * as its last voxel.
 * @param radius voxels on either side along each axis, 0 … 127
 */
export function* smoothByMedian(mask: Mask, grid: Grid, radius: Vec3): RegionWork<Mask> {
  if (!radius.every((voxels) => Number.isInteger(voxels) && voxels >= 0 && voxels <= widestRadius)) throw new RangeError(`radius ${radius.join(' × ')}`);
  // Beyond the region's box more than half of every voxel's own box is empty; one empty voxel around it stands for all.
  return yield* inRoom(mask, grid, [1, 1, 1], function* (part, { size }) {
    const sums = new Float32Array(part);
    yield* stage(alongAxes(sums, size, (axis) => boxSum(radius[axis], size[axis])), 0, 0.9);
    const half = radius.reduce((product, voxels) => product * (2 * voxels + 1), 0.5);
    return yield* stage(maskOfValues(sums, half, 0), 0.9, 1);
  });
}

/** The sum over the neighbours of a line, kept up from one voxel to the next. */
function boxSum(radius: number, longest: number): LineWork {
  const line = new Float32Array(longest + 2 * radius + 1);
  return (values, start, count) => {
    for (let at = -radius; at < count + radius; at++) line[at + radius] = values[start + (at < 0 ? 0 : at >= count ? count - 1 : at)] as number;
    let sum = 0;
    for (let at = 0; at <= 2 * radius; at++) sum += line[at] as number;
    for (let at = 0; at < count; at++) {
      values[start + at] = sum;
      sum += (line[at + 2 * radius + 1] as number) - (line[at] as number);
    }
  };
}
