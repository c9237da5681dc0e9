/** A whole case through the network, slice by slice, in batches that bound the memory. */
import { cutWindow } from '#shared/learning/patches.ts';
import { totalStride } from '#shared/learning/network-size.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SliceStack } from '#shared/learning/slice-stack.ts';
import { gaussianWeights, tileSlice, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch, Learner } from './learner.ts';

/** Pixels that are computed at a time: one slice of 256 × 256. */
const pixelsAtATime = 2 ** 16;
/** Always as many, the last time with some for nothing: a graph holds one number. */
const mostAtATime = 8;

type PredictPlan = Pick<Plan, 'network' | 'patch' | 'contextSlices' | 'outputs'>;

/**
 * @param between awaited after each batch; throws where the work was cancelled
 * @param predicted called with the number of slices done
 * @returns the likeliest output of each voxel, in the stack's own layout
 */
export async function predictStack(
  learner: Learner, stack: SliceStack, plan: PredictPlan,
  between: () => Promise<void>, predicted: (slices: number) => void,
): Promise<Uint8Array> {
  const tiling = tileSlice(stack.rows, stack.columns, plan.patch, totalStride(plan.network));
  const result = new Uint8Array(stack.slices * stack.rows * stack.columns);
  const atATime = Math.min(mostAtATime, Math.max(1, Math.floor(pixelsAtATime / (tiling.window.rows * tiling.window.columns))));
  if (tiling.origins.length === 1) {
    for (let first = 0; first < stack.slices; first += atATime) {
      const slices = Math.min(atATime, stack.slices - first);
      labelWholeSlices(learner, stack, tiling, emptyBatch(tiling, plan.contextSlices, atATime), first, slices, result);
      await between();
      predicted(first + slices);
    }
    return result;
  }
  const weights = gaussianWeights(tiling.window);
  for (let slice = 0; slice < stack.slices; slice++) {
    const votes = new Float32Array(stack.rows * stack.columns * plan.outputs.length);
    for (let first = 0; first < tiling.origins.length; first += atATime) {
      addVotes(learner, stack, emptyBatch(tiling, plan.contextSlices, atATime), weights, slice, tiling.origins.slice(first, first + atATime), votes);
      await between();
    }
    result.set(likeliest(votes, plan.outputs.length), slice * stack.rows * stack.columns);
    predicted(slice + 1);
  }
  return result;
}

function emptyBatch({ window: { rows, columns } }: Tiling, channels: number, count: number): ImageBatch {
  return { count, rows, columns, channels, images: new Float32Array(count * rows * columns * channels) };
}

function cutInto(batch: ImageBatch, place: number, stack: SliceStack, slice: number, row: number, column: number): void {
  const { rows, columns, channels, images } = batch;
  const length = rows * columns * channels;
  cutWindow(stack, slice, row, column, { rows, columns, channels, image: images.subarray(place * length, (place + 1) * length) });
}

function labelWholeSlices(
  learner: Learner, stack: SliceStack, { origins }: Tiling, batch: ImageBatch, first: number, slices: number, result: Uint8Array,
): void {
  const { row, column } = origins[0] ?? { row: 0, column: 0 };
  for (let n = 0; n < slices; n++) cutInto(batch, n, stack, first + n, row, column);
  const labels = learner.label(batch);
  let to = first * stack.rows * stack.columns;
  for (let n = 0; n < slices; n++) {
    for (let y = 0; y < stack.rows; y++) {
      let from = (n * batch.rows + y - row) * batch.columns - column;
      for (let x = 0; x < stack.columns; x++) result[to++] = labels[from++] as number;
    }
  }
}

function addVotes(
  learner: Learner, stack: SliceStack, batch: ImageBatch, weights: Float32Array,
  slice: number, origins: Tiling['origins'], votes: Float32Array,
): void {
  const outputs = votes.length / (stack.rows * stack.columns);
  origins.forEach(({ row, column }, n) => cutInto(batch, n, stack, slice, row, column));
  const probabilities = learner.probabilities(batch);
  let from = 0;
  for (const { row, column } of origins) {
    for (let y = 0, pixel = 0; y < batch.rows; y++) {
      for (let x = 0; x < batch.columns; x++, pixel++, from += outputs) {
        const [toRow, toColumn] = [row + y, column + x];
        if (toRow < 0 || toColumn < 0 || toRow >= stack.rows || toColumn >= stack.columns) continue;
        const to = (toRow * stack.columns + toColumn) * outputs;
        const weight = weights[pixel] as number;
        for (let c = 0; c < outputs; c++) votes[to + c] = (votes[to + c] as number) + weight * (probabilities[from + c] as number);
      }
    }
  }
}

function likeliest(votes: Float32Array, outputs: number): Uint8Array {
  return Uint8Array.from({ length: votes.length / outputs }, (_, pixel) => {
    let best = 0;
    for (let c = 1; c < outputs; c++) {
      if ((votes[pixel * outputs + c] as number) > (votes[pixel * outputs + best] as number)) best = c;
    }
    return best;
  });
}
