import { channelsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import { likeliestOutputs, sameGrid, type GridSize } from '#shared/learning/resample.ts';
import { gaussianWeights, tile, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch, Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import type { Mirroring } from './mirrorings.ts';
import type { PredictPlan } from './predict-stack.ts';

/** Pixels that are computed at a time: one slice of 256 × 256. */
const pixelsAtATime = 2 ** 16;
/** Always as many, the last time with some for nothing: a graph holds one number. */
const mostAtATime = 8;

/** A network for slices: one slice after the other. */
export async function predictSlices(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan, mirrorings: readonly Mirroring[],
  between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const tiling = tile([stack.rows, stack.columns], plan.patch, totalStrides(plan.network));
  const [rows = 1, columns = 1] = tiling.window;
  const channels = channelsOf(plan);
  const atATime = Math.min(mostAtATime, Math.max(1, Math.floor(pixelsAtATime / (rows * columns))));
  const [learner] = learners;
  if (learner !== undefined && learners.length === 1 && mirrorings.length === 1 && tiling.origins.length === 1 && sameGrid(grid, stack.own)) {
    return labelSlices(learner, stack, tiling, channels, atATime, between, predicted);
  }
  const outputs = plan.outputs.length;
  const ask = (batch: ImageBatch): Float32Array => meanProbabilities(learners, batch, mirrorings, plan.contextSlices);
  const ready = new Map<number, Float32Array>();
  const whole = tiling.origins.length === 1;
  return likeliestOutputs(async (slice) => {
    const known = ready.get(slice);
    if (known !== undefined) return known;
    ready.clear();
    const together = whole ? Math.min(atATime, stack.slices - slice) : 1;
    for (const [n, votes] of (await votesOf(ask, stack, tiling, channels, outputs, atATime, slice, together, between)).entries()) ready.set(slice + n, votes);
    predicted((slice + together) / stack.slices);
    return ready.get(slice) as Float32Array;
  }, grid, stack.own, outputs);
}

/** Probabilities of slices, each rows × columns × outputs. Several slices at once only where one window covers a slice. */
async function votesOf(
  ask: (batch: ImageBatch) => Float32Array, stack: LoadedStack, tiling: Tiling, channels: number, outputs: number, atATime: number,
  first: number, slices: number, between: () => Promise<void>,
): Promise<Float32Array[]> {
  const pixels = stack.rows * stack.columns;
  const votes = Array.from({ length: slices }, () => new Float32Array(pixels * outputs));
  const total = new Float32Array(pixels);
  const weights = tiling.origins.length === 1 ? null : gaussianWeights(tiling.window);
  const windows = votes.flatMap((_, n) => tiling.origins.map(([row = 0, column = 0]) => ({ n, row, column })));
  for (let start = 0; start < windows.length; start += atATime) {
    const batch = emptyBatch(tiling, channels, atATime);
    const shown = windows.slice(start, start + atATime);
    shown.forEach(({ n, row, column }, place) => cutInto(batch, place, stack, first + n, row, column));
    const answer = ask(batch);
    shown.forEach(({ n, row, column }, place) => {
      const own = answer.subarray(place * batch.rows * batch.columns * outputs);
      addVotes(own, batch, row, column, weights, stack, outputs, votes[n] as Float32Array, total);
    });
    await between();
  }
  if (weights !== null) {
    for (const own of votes) for (let at = 0; at < own.length; at++) own[at] = (own[at] as number) / (total[Math.floor(at / outputs)] as number);
  }
  return votes;
}

function emptyBatch({ window: [rows = 1, columns = 1] }: Tiling, channels: number, count: number): ImageBatch {
  return { count, rows, columns, channels, images: new Float32Array(count * rows * columns * channels) };
}

function cutInto(batch: ImageBatch, place: number, stack: LoadedStack, slice: number, row: number, column: number): void {
  const { rows, columns, channels, images } = batch;
  const length = rows * columns * channels;
  cutWindow(stack, slice, row, column, { rows, columns, channels, image: images.subarray(place * length, (place + 1) * length) });
}

/** The short way where one network says it all: only labels come back from it. */
async function labelSlices(
  learner: Learner, stack: LoadedStack, tiling: Tiling, channels: number, atATime: number,
  between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const result = new Uint8Array(stack.slices * stack.rows * stack.columns);
  const [row = 0, column = 0] = tiling.origins[0] ?? [];
  for (let first = 0; first < stack.slices; first += atATime) {
    const slices = Math.min(atATime, stack.slices - first);
    const batch = emptyBatch(tiling, channels, atATime);
    for (let n = 0; n < slices; n++) cutInto(batch, n, stack, first + n, row, column);
    const labels = learner.label(batch);
    let to = first * stack.rows * stack.columns;
    for (let n = 0; n < slices; n++) {
      for (let y = 0; y < stack.rows; y++) {
        let from = (n * batch.rows + y - row) * batch.columns - column;
        for (let x = 0; x < stack.columns; x++) result[to++] = labels[from++] as number;
      }
    }
    await between();
    predicted((first + slices) / stack.slices);
  }
  return result;
}

function addVotes(
  answer: Float32Array, { rows, columns }: ImageBatch, row: number, column: number, weights: Float32Array | null,
  stack: LoadedStack, outputs: number, votes: Float32Array, total: Float32Array,
): void {
  let from = 0;
  for (let y = 0, pixel = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, pixel++, from += outputs) {
      const [toRow, toColumn] = [row + y, column + x];
      if (toRow < 0 || toColumn < 0 || toRow >= stack.rows || toColumn >= stack.columns) continue;
      const at = toRow * stack.columns + toColumn;
      const weight = weights === null ? 1 : weights[pixel] as number;
      total[at] = (total[at] as number) + weight;
      for (let c = 0; c < outputs; c++) votes[at * outputs + c] = (votes[at * outputs + c] as number) + weight * (answer[from + c] as number);
    }
  }
}
