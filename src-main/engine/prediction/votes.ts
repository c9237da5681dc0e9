/** What windows say of the voxels that they share: the mean of their probabilities, by the windows' weights. */
import type { AxisLengths } from '#shared/learning/plan.ts';
import type { GridSize } from '#shared/learning/resample.ts';

/** Of a slice: the windows' probabilities times their weights, and the sum of these. */
export interface SliceVotes {
  /** Rows × columns × outputs. */
  readonly votes: Float32Array;
  /** Rows × columns. */
  readonly total: Float32Array;
}

/**
 * Adds those of a window, as far as it lies in the volume.
 * @param answer the window's voxels × outputs
 * @param weights of the window's voxels; null: 1
 * @param open by slice; slices that the window reaches are made where they are missing
 */
export function addVotes(
  answer: Float32Array, [slices = 1, rows = 1, columns = 1]: AxisLengths, [firstSlice = 0, firstRow = 0, firstColumn = 0]: AxisLengths,
  weights: Float32Array | null, grid: GridSize, outputs: number, open: Map<number, SliceVotes>,
): void {
  const pixels = grid[1] * grid[2];
  for (let z = Math.max(0, -firstSlice); z < Math.min(slices, grid[0] - firstSlice); z++) {
    const { votes, total } = open.get(firstSlice + z) ?? { votes: new Float32Array(pixels * outputs), total: new Float32Array(pixels) };
    open.set(firstSlice + z, { votes, total });
    for (let y = Math.max(0, -firstRow); y < Math.min(rows, grid[1] - firstRow); y++) {
      for (let x = Math.max(0, -firstColumn); x < Math.min(columns, grid[2] - firstColumn); x++) {
        const voxel = (z * rows + y) * columns + x;
        const to = (firstRow + y) * grid[2] + firstColumn + x;
        const weight = weights === null ? 1 : weights[voxel] as number;
        total[to] = (total[to] as number) + weight;
        for (let c = 0; c < outputs; c++) {
          votes[to * outputs + c] = (votes[to * outputs + c] as number) + weight * (answer[voxel * outputs + c] as number);
        }
      }
    }
  }
}

/** Their mean, in place. */
export function shares({ votes, total }: SliceVotes, outputs: number): Float32Array {
  for (let pixel = 0, at = 0; pixel < total.length; pixel++) {
    for (let c = 0; c < outputs; c++, at++) votes[at] = (votes[at] as number) / (total[pixel] as number);
  }
  return votes;
}
