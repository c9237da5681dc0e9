import { channelsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import type { AxisLengths } from '#shared/learning/plan.ts';
import { likeliestOutputs, type GridSize } from '#shared/learning/resample.ts';
import { gaussianWeights, tile, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch, Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import type { Mirroring } from './mirrorings.ts';
import type { PredictPlan } from './predict-stack.ts';

/** A network for volumes: all windows of the volume first, then the way back to the image's own grid. */
export async function predictVolume(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan, mirrorings: readonly Mirroring[],
  between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const outputs = plan.outputs.length;
  const tiling = tile(grid, plan.patch, totalStrides(plan.network));
  const pixels = stack.rows * stack.columns * outputs;
  const votes = new Float32Array(stack.slices * pixels);
  const total = new Float32Array(stack.slices * stack.rows * stack.columns);
  const weights = gaussianWeights(tiling.window);
  const channels = channelsOf(plan);
  for (const [done, origin] of tiling.origins.entries()) {
    const answer = meanProbabilities(learners, windowOf(stack, tiling, origin, channels), mirrorings);
    addVotes(answer, tiling.window, origin, weights, grid, outputs, votes, total);
    await between();
    predicted((done + 1) / tiling.origins.length);
  }
  for (let voxel = 0, at = 0; voxel < total.length; voxel++) {
    for (let c = 0; c < outputs; c++, at++) votes[at] = (votes[at] as number) / (total[voxel] as number);
  }
  return likeliestOutputs(async (slice) => votes.subarray(slice * pixels, (slice + 1) * pixels), grid, stack.own, outputs);
}

function windowOf(stack: LoadedStack, { window }: Tiling, [slice = 0, row = 0, column = 0]: AxisLengths, channels: number): ImageBatch {
  const [slices = 1, rows = 1, columns = 1] = window;
  const images = new Float32Array(slices * rows * columns * channels);
  cutWindow(stack, slice, row, column, { slices, rows, columns, channels, image: images });
  return { count: 1, slices, rows, columns, channels, images };
}

/** Those of a window, as far as it lies in the volume. */
function addVotes(
  answer: Float32Array, [, rows = 1, columns = 1]: AxisLengths, [firstSlice = 0, firstRow = 0, firstColumn = 0]: AxisLengths,
  weights: Float32Array, grid: GridSize, outputs: number, votes: Float32Array, total: Float32Array,
): void {
  for (let voxel = 0; voxel < weights.length; voxel++) {
    const column = firstColumn + (voxel % columns);
    const row = firstRow + (Math.floor(voxel / columns) % rows);
    const slice = firstSlice + Math.floor(voxel / (rows * columns));
    if (slice < 0 || row < 0 || column < 0 || slice >= grid[0] || row >= grid[1] || column >= grid[2]) continue;
    const to = (slice * grid[1] + row) * grid[2] + column;
    const weight = weights[voxel] as number;
    total[to] = (total[to] as number) + weight;
    for (let c = 0; c < outputs; c++) {
      votes[to * outputs + c] = (votes[to * outputs + c] as number) + weight * (answer[voxel * outputs + c] as number);
    }
  }
}
