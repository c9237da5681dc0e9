/**
 * Seg-Grad-CAM (Vinogradova, Dibrov, Myers 2020, "Towards Interpretable Semantic Segmentation via Gradient-Weighted Class Activation
 * Mapping", arXiv 2002.11434) of a case that several windows cover. Each channel of a layer's map weighs as much as the score of the
 * output, summed over the region, grows with it, in the mean over all places (Selvaraju et al. 2017, Grad-CAM, arXiv 1610.02391);
 * the map is the weighted sum of the channels, without what is below 0. One set of weights holds for the whole case: the gradients of
 * all windows that show a part of the region are taken together, and a voxel that several windows show counts in each.
 */
import type { AxisLengths, Plan } from '#shared/learning/plan.ts';
import { nearestOf, resampleSlices, resampleVolume, slicesBehind, type GridSize } from '#shared/learning/resample.ts';
import { spaceOf, type ImageBatch } from '../learner.ts';
import type { StackPart } from '../mapping/part-of-stack.ts';
import { answersOf, type AskingPlan, type Question } from '../prediction/question.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { voxelsOf, type LookedInto } from './look-into.ts';

export interface Explained {
  /** Of the part's voxels, in the stack's layout. */
  readonly map: Float32Array;
  /** Of the network's grid. */
  readonly regionVoxels: number;
  readonly score: number | null;
}

export interface Explaining {
  readonly output: number;
  /** On the stack's own grid: 1 where scores are explained. */
  readonly region: Uint8Array;
  /** Of these only voxels that the network calls the output. */
  readonly onlyLikeliest: boolean;
}

/**
 * @param between awaited after each batch; throws where the work was cancelled
 * @param done called with the share that is done, 0 … 1
 */
export async function segGradCam(
  network: LookedInto, stack: LoadedStack, plan: AskingPlan & Pick<Plan, 'outputs'>, part: StackPart, { output, region, onlyLikeliest }: Explaining,
  between: () => Promise<void>, done: (share: number) => void,
): Promise<Explained> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const shown = onNetworkGrid(region, stack.own, grid);
  const pixels = grid[1] * grid[2];
  const holding = Array.from({ length: grid[0] }, (_, slice) => slice).filter((slice) => shown.subarray(slice * pixels, (slice + 1) * pixels).includes(1));
  let sums: Float64Array | null = null;
  let [places, regionVoxels, summedScore] = [0, 0, 0];
  const look: Question = {
    values: 1,
    async ask(batch, origins) {
      const inBatch = windowsOf(shown, grid, batch, origins);
      if (inBatch.includes(1)) {
        const found = network.gradient(batch, output, inBatch, onlyLikeliest);
        sums = sums === null ? found.sums : sums.map((sum, channel) => sum + (found.sums[channel] as number));
        places += found.places;
        regionVoxels += found.regionVoxels;
        summedScore += found.summedScore;
      }
      return new Float32Array(voxelsOf(batch));
    },
  };
  const looked = answersOf(look, stack, plan, holding, between, (share) => done(share / 2));
  for (const slice of holding) await looked(slice);
  const map = new Float32Array(part.voxels);
  const weights = Float32Array.from((sums ?? new Float64Array(0)) as Float64Array, (sum) => sum / places);
  if (regionVoxels === 0) return { map, regionVoxels, score: null };
  const activate: Question = {
    values: 1,
    async ask(batch) {
      const { space, values } = network.activation(batch, weights);
      return enlarged(values, space, batch);
    },
  };
  const answers = answersOf(activate, stack, plan, slicesBehind(grid[0], stack.own[0], part.slices), between, (share) => done((1 + share) / 2));
  await resampleSlices(answers, grid, stack.own, 1, part.slices, (slice, values) => part.put(slice, values, map));
  return { map, regionVoxels, score: summedScore / regionVoxels };
}

/** A voxel of the network's grid is in the region where the own voxel that it lies in is, or where one that is lies in it: no region vanishes. */
export function onNetworkGrid(region: Uint8Array, own: GridSize, grid: GridSize): Uint8Array {
  const shown = new Uint8Array(grid[0] * grid[1] * grid[2]);
  const nearest = own.map((length, axis) => nearestOf(length, grid[axis] as number)) as [Int32Array, Int32Array, Int32Array];
  const back = own.map((length, axis) => nearestOf(grid[axis] as number, length)) as [Int32Array, Int32Array, Int32Array];
  eachVoxel(grid, (to, z, y, x) => { shown[to] = region[((nearest[0][z] as number) * own[1] + (nearest[1][y] as number)) * own[2] + (nearest[2][x] as number)] as number; });
  eachVoxel(own, (from, z, y, x) => { if (region[from] === 1) shown[((back[0][z] as number) * grid[1] + (back[1][y] as number)) * grid[2] + (back[2][x] as number)] = 1; });
  return shown;
}

function eachVoxel([slices, rows, columns]: GridSize, visit: (at: number, slice: number, row: number, column: number) => void): void {
  for (let z = 0, at = 0; z < slices; z++) for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++, at++) visit(at, z, y, x);
}

/** The region in each window of a batch; samples without an origin say nothing. */
function windowsOf(shown: Uint8Array, grid: GridSize, batch: ImageBatch, origins: readonly AxisLengths[]): Uint8Array {
  const [slices, rows, columns] = [1, ...spaceOf(batch)].slice(-3) as [number, number, number];
  const inBatch = new Uint8Array(voxelsOf(batch));
  origins.forEach(([slice = 0, row = 0, column = 0], sample) => eachVoxel([slices, rows, columns], (at, z, y, x) => {
    const [s, r, c] = [slice + z, row + y, column + x];
    if (s < 0 || r < 0 || c < 0 || s >= grid[0] || r >= grid[1] || c >= grid[2]) return;
    inBatch[sample * slices * rows * columns + at] = shown[(s * grid[1] + r) * grid[2] + c] as number;
  }));
  return inBatch;
}

/** Each sample's map over its window, by linear interpolation over the same extent. */
function enlarged(values: Float32Array, space: readonly number[], batch: ImageBatch): Float32Array {
  const from = [1, ...space].slice(-3) as unknown as GridSize;
  const to = [1, ...spaceOf(batch)].slice(-3) as unknown as GridSize;
  const result = new Float32Array(voxelsOf(batch));
  for (let sample = 0; sample < batch.count; sample++) {
    const own = values.subarray((sample * values.length) / batch.count, ((sample + 1) * values.length) / batch.count);
    result.set(resampleVolume(own, from, to), (sample * result.length) / batch.count);
  }
  return result;
}
