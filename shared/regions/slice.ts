/** Slices of a grid as plane pictures: u is the lower of a slice's two axes, v the higher; u is the faster. */
import type { AxisIndex, Vec3 } from '../geometry/volume-geometry.ts';
import { allocateLike, type VoxelArray } from '../voxels/voxel-type.ts';
import type { Grid } from './grid.ts';

/** How the slices along an axis lie in their grid. */
export interface SliceFrame {
  /** The axis that runs through the slices. */
  readonly axis: AxisIndex;
  readonly u: AxisIndex;
  readonly v: AxisIndex;
  /** Voxels along u and along v. */
  readonly width: number;
  readonly height: number;
  readonly spacingUMm: number;
  readonly spacingVMm: number;
}

/** Places in a slice, one after the other: u and v of the first, u and v of the second … Voxel centres lie at integers. */
export type Path = Float64Array;

export function sliceFrame({ size, spacingMm }: Grid, axis: AxisIndex): SliceFrame {
  const u = axis === 0 ? 1 : 0;
  const v = axis === 2 ? 1 : 2;
  return { axis, u, v, width: size[u], height: size[v], spacingUMm: spacingMm[u], spacingVMm: spacingMm[v] };
}

/**
 * The values of one slice, in the order of a grid that is one voxel thick there.
 * @throws RangeError where the grid has no such slice
 */
export function takeSlice<Voxels extends VoxelArray>(values: Voxels, grid: Grid, axis: AxisIndex, slice: number): Voxels {
  const { size } = grid;
  if (!(Number.isInteger(slice) && slice >= 0 && slice < size[axis])) throw new RangeError(`slice ${slice} of ${size[axis]}`);
  const { u, v, width, height } = sliceFrame(grid, axis);
  const strides = [1, size[0], size[0] * size[1]] as const;
  const taken = allocateLike(values, width * height);
  for (let row = 0, to = 0; row < height; row++) {
    let from = slice * strides[axis] + row * strides[v];
    for (let column = 0; column < width; column++, from += strides[u]) taken[to++] = values[from]!;
  }
  return taken;
}

/** Writes the values of one slice, in that order, into a volume. */
export function putSlice<Voxels extends VoxelArray>(taken: Voxels, into: Voxels, grid: Grid, axis: AxisIndex, slice: number): void {
  const { u, v, width, height } = sliceFrame(grid, axis);
  const strides = [1, grid.size[0], grid.size[0] * grid.size[1]] as const;
  for (let row = 0, from = 0; row < height; row++) {
    let to = slice * strides[axis] + row * strides[v];
    for (let column = 0; column < width; column++, to += strides[u]) into[to] = taken[from++]!;
  }
}

/** Voxel positions of one slice as a path in it; what they say along the axis is left out. */
export function pathInSlice(voxels: readonly Vec3[], axis: AxisIndex): Path {
  const u = axis === 0 ? 1 : 0;
  const v = axis === 2 ? 1 : 2;
  const path = new Float64Array(2 * voxels.length);
  voxels.forEach((voxel, point) => {
    path[2 * point] = voxel[u];
    path[2 * point + 1] = voxel[v];
  });
  return path;
}

/** The voxel positions of a path in one slice. */
export function voxelsOfPath(path: Path, axis: AxisIndex, slice: number): Vec3[] {
  return Array.from({ length: path.length / 2 }, (_, point): Vec3 => {
    const [u, v] = [path[2 * point]!, path[2 * point + 1]!];
    return axis === 0 ? [slice, u, v] : axis === 1 ? [u, slice, v] : [u, v, slice];
  });
}
