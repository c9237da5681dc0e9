import { channelsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import { likeliestOutputs, sameGrid, type GridSize } from '#shared/learning/resample.ts';
import { gaussianWeights, tile, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch, Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { meanProbabilities } from './mean-probabilities.ts';
import type { Mirroring } from './mirrorings.ts';
import type { PredictPlan } from './predict-stack.ts';
import { addVotes, shares, type SliceVotes } from './votes.ts';

/** Pixels that are computed at a time: four slices of 256 × 256 take 0.85 of the time that they take one by one. */
const pixelsAtATime = 2 ** 18;
/** Always as many, the last time with some for nothing: a graph holds one number. */
const mostAtATime = 8;

/** A network for slices: one slice after the other. */
export async function predictSlices(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan, mirrorings: readonly Mirroring[],
  between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const tiling = tile([stack.rows, stack.columns], plan.patch, totalStrides(plan.network));
  const channels = channelsOf(plan);
  const atATime = windowsAtATime(tiling.window);
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

export function windowsAtATime([rows = 1, columns = 1]: Tiling['window']): number {
  return Math.min(mostAtATime, Math.max(1, Math.floor(pixelsAtATime / (rows * columns))));
}

/** Probabilities of slices, each rows × columns × outputs. Several slices at once only where one window covers a slice. */
async function votesOf(
  ask: (batch: ImageBatch) => Float32Array, stack: LoadedStack, tiling: Tiling, channels: number, outputs: number, atATime: number,
  first: number, slices: number, between: () => Promise<void>,
): Promise<Float32Array[]> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const open = new Map<number, SliceVotes>();
  // One window has nobody to share with.
  const weights = tiling.origins.length === 1 ? null : gaussianWeights(tiling.window);
  const windows = Array.from({ length: slices }, (_, n) => tiling.origins.map(([row = 0, column = 0]) => [first + n, row, column] as const)).flat();
  for (let start = 0; start < windows.length; start += atATime) {
    const batch = emptyBatch(tiling, channels, atATime);
    const shown = windows.slice(start, start + atATime);
    shown.forEach(([slice, row, column], place) => cutInto(batch, place, stack, slice, row, column));
    const answer = ask(batch);
    shown.forEach((origin, place) => {
      addVotes(answer.subarray(place * batch.rows * batch.columns * outputs), [1, batch.rows, batch.columns], origin, weights, grid, outputs, open);
    });
    await between();
  }
  return Array.from({ length: slices }, (_, n) => {
    const own = open.get(first + n)!;
    return weights === null ? own.votes : shares(own, outputs);
  });
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
