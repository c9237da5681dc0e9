/** The image under a brush, made flat where it is but noisy and left steep where it has edges. */
import type { Vec3 } from '../geometry/volume-geometry.ts';
import type { VoxelBox } from '../geometry/voxel-box.ts';
import type { VoxelArray } from '../voxels/voxel-type.ts';
import type { Grid } from './grid.ts';
import { boxSize } from './region-box.ts';

/** A few voxels of an image, i fastest. */
export interface Patch {
  readonly values: Float32Array;
  readonly size: Vec3;
  /** From a voxel to the next along each axis. */
  readonly strides: Vec3;
  readonly spacingMm: Vec3;
  /** Of each voxel, bit n is set where it has a neighbour at `offsets[n]`: before and behind it along i, j and k. */
  readonly sides: Uint8Array;
  readonly offsets: readonly [number, number, number, number, number, number];
}

export function takePatch(values: VoxelArray, { size, spacingMm }: Grid, box: VoxelBox): Patch {
  const [columns, rows, slices] = boxSize(box);
  const taken = new Float32Array(columns * rows * slices);
  for (let row = 0, to = 0; row < rows * slices; row++) {
    let from = ((box.first[2] + Math.floor(row / rows)) * size[1] + box.first[1] + (row % rows)) * size[0] + box.first[0];
    for (let column = 0; column < columns; column++) taken[to++] = values[from++]!;
  }
  const strides: Vec3 = [1, columns, columns * rows];
  const bare = { values: taken, size: [columns, rows, slices] as const, strides, spacingMm };
  const sides = new Uint8Array(taken.length);
  for (const axis of [0, 1, 2] as const) {
    eachAlong(bare, axis, (at) => {
      sides[at]! |= 2 << (2 * axis);
      sides[at + strides[axis]]! |= 1 << (2 * axis);
    });
  }
  return { ...bare, sides, offsets: [-1, 1, -columns, columns, -columns * rows, columns * rows] };
}

/** Median of the differences between neighbours: edges, of which there are few, do not move it. */
export function usualDifference(patch: Patch): number {
  const differences = new Float32Array(sampled);
  let [seen, kept] = [0, 0];
  const every = Math.ceil((3 * patch.values.length) / sampled);
  eachNeighbour(patch, (one, other) => {
    if (seen++ % every === 0 && kept < sampled) differences[kept++] = Math.abs(patch.values[one]! - patch.values[other]!);
  });
  return differences.subarray(0, kept).sort()[kept >> 1] ?? 0;
}

const sampled = 1024;

/**
 * Diffusion that stops at edges (Perona, Malik 1990, doi 10.1109/34.56205): conductance exp(−(difference / contrast)²)
 * between neighbours, from the patch smoothed first, so that noise does not pass for an edge (Catté, Lions, Morel, Coll
 * 1992, doi 10.1137/0729012), and found once.
 * @param guide the patch smoothed
 * @param contrast between neighbours of the guide, from which on there is an edge; 0 leaves the patch as it is
 */
export function diffuse(patch: Patch, guide: Patch, passes: number, contrast: number): Patch {
  if (passes === 0 || !(contrast > 0)) return patch;
  const { size, strides, spacingMm } = patch;
  const axes = ([0, 1, 2] as const).filter((axis) => size[axis] > 1);
  const finest = Math.min(...axes.map((axis) => spacingMm[axis]));
  const values = patch.values.slice();
  const flows = axes.map((axis) => {
    // A coarse axis conducts less.
    const most = mostExchanged * (finest / spacingMm[axis]) ** 2;
    const flow = new Float32Array(values.length);
    eachAlong(patch, axis, (at) => {
      flow[at] = most * Math.exp(-(((guide.values[at + strides[axis]]! - guide.values[at]!) / contrast) ** 2));
    });
    return { flow, stride: strides[axis] };
  });
  for (let pass = 0; pass < passes; pass++) {
    for (const { flow, stride } of flows) exchange(values, flow, stride, pass % 2 === 0);
  }
  return { ...patch, values };
}

/** Of a difference between neighbours, in a pass; with less than half of it neither passes the other, and no value is new. */
const mostExchanged = 0.4;

/**
 * Each pair in turn, and in the other order the next time, so that nothing drifts: what a voxel has just got it passes
 * on, which takes half the passes that all pairs at once would. Where there is no neighbour, the flow is 0.
 */
function exchange(values: Float32Array, flow: Float32Array, stride: number, isForward: boolean): void {
  const pairs = values.length - stride;
  for (let pair = 0; pair < pairs; pair++) {
    const at = isForward ? pair : pairs - 1 - pair;
    const moved = flow[at]! * (values[at + stride]! - values[at]!);
    values[at]! += moved;
    values[at + stride]! -= moved;
  }
}

/** Weights ¼ ½ ¼ along each axis, twice: near to a Gaussian of one voxel. */
export function smoothTwice(patch: Patch): Patch {
  const { size, strides } = patch;
  let smooth = patch.values;
  for (const axis of [0, 0, 1, 1, 2, 2] as const) {
    if (size[axis] === 1) continue;
    const source = smooth;
    const next = source.slice();
    eachAlong(patch, axis, (at) => {
      const quarter = (source[at + strides[axis]]! - source[at]!) / 4;
      next[at]! += quarter;
      next[at + strides[axis]]! -= quarter;
    });
    smooth = next;
  }
  return { ...patch, values: smooth };
}

/** How steep the patch is at each voxel: the squared length of its central differences, in values a voxel. */
export function slopesOf(patch: Patch): Float32Array {
  const { values, strides } = patch;
  const slopes = new Float32Array(values.length);
  const along = new Float32Array(values.length);
  for (const axis of [0, 1, 2] as const) {
    if (patch.size[axis] === 1) continue;
    along.fill(0);
    eachAlong(patch, axis, (at) => {
      const half = (values[at + strides[axis]]! - values[at]!) / 2;
      along[at]! += half;
      along[at + strides[axis]]! += half;
    });
    for (let at = 0; at < slopes.length; at++) slopes[at]! += along[at]! ** 2;
  }
  return slopes;
}

/** Every pair of voxels that share a side. */
function eachNeighbour(patch: Patch, visit: (one: number, other: number) => void): void {
  for (const axis of [0, 1, 2] as const) eachAlong(patch, axis, (at) => visit(at, at + patch.strides[axis]));
}

/** Every voxel that has a next one along an axis. */
function eachAlong({ size, strides }: Pick<Patch, 'size' | 'strides'>, axis: 0 | 1 | 2, visit: (at: number) => void): void {
  const [columns, rows, slices] = [size[0] - Number(axis === 0), size[1] - Number(axis === 1), size[2] - Number(axis === 2)];
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const from = k * strides[2] + j * strides[1];
      for (let at = from; at < from + columns; at++) visit(at);
    }
  }
}
