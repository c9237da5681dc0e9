import { channelsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import { sameGrid, type GridSize, type SliceValues } from '#shared/learning/resample.ts';
import { gaussianWeights, tile, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch, Learner } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import type { AskingPlan, Question } from './question.ts';
import { addVotes, shares, type SliceVotes } from './votes.ts';

/** Pixels that are computed at a time: four slices of 256 × 256 take 0.85 of the time that they take one by one. */
const pixelsAtATime = 2 ** 18;
/** Always as many, the last time with some for nothing: a graph holds one number. */
const mostAtATime = 8;

/**
 * A network for slices: one slice after the other.
 * @param needed slices that will be asked for, ascending; no others are computed
 */
export function answersOfSlices(
  question: Question, stack: LoadedStack, plan: AskingPlan, needed: readonly number[], between: () => Promise<void>, predicted: (share: number) => void,
): SliceValues {
  const tiling = tilingOf(stack, plan);
  const channels = channelsOf(plan);
  const atATime = windowsAtATime(tiling.window);
  const together = tiling.origins.length === 1 ? atATime : 1;
  const ready = new Map<number, Float32Array>();
  return async (slice) => {
    const known = ready.get(slice);
    if (known !== undefined) return known;
    ready.clear();
    const from = needed.indexOf(slice);
    const slices = needed.slice(from, from + together);
    const votes = await votesOf(question, stack, tiling, channels, atATime, slices, between);
    slices.forEach((one, n) => ready.set(one, votes[n] as Float32Array));
    predicted((from + slices.length) / needed.length);
    return ready.get(slice) as Float32Array;
  };
}

/** Whether the short way serves: one window shows a slice, on the image's own grid. */
export function labelsDirectly(stack: LoadedStack, plan: AskingPlan): boolean {
  return tilingOf(stack, plan).origins.length === 1 && sameGrid([stack.slices, stack.rows, stack.columns], stack.own);
}

function tilingOf({ rows, columns }: LoadedStack, { patch, network }: AskingPlan): Tiling {
  return tile([rows, columns], patch, totalStrides(network));
}

export function windowsAtATime([rows = 1, columns = 1]: Tiling['window']): number {
  return Math.min(mostAtATime, Math.max(1, Math.floor(pixelsAtATime / (rows * columns))));
}

/** What is answered of slices, each rows × columns × values. Several slices at once only where one window covers a slice. */
async function votesOf(
  { values, ask }: Question, stack: LoadedStack, tiling: Tiling, channels: number, atATime: number, slices: readonly number[], between: () => Promise<void>,
): Promise<Float32Array[]> {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const open = new Map<number, SliceVotes>();
  // One window has nobody to share with.
  const weights = tiling.origins.length === 1 ? null : gaussianWeights(tiling.window);
  const windows = slices.flatMap((slice) => tiling.origins.map(([row = 0, column = 0]) => [slice, row, column] as const));
  for (let start = 0; start < windows.length; start += atATime) {
    const batch = emptyBatch(tiling, channels, atATime);
    const shown = windows.slice(start, start + atATime);
    shown.forEach(([slice, row, column], place) => cutInto(batch, place, stack, slice, row, column));
    const answer = await ask(batch, shown);
    shown.forEach((origin, place) => {
      addVotes(answer.subarray(place * batch.rows * batch.columns * values), [1, batch.rows, batch.columns], origin, weights, grid, values, open);
    });
    await between();
  }
  return slices.map((slice) => {
    const own = open.get(slice)!;
    return weights === null ? own.votes : shares(own, values);
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
export async function labelSlices(
  learner: Learner, stack: LoadedStack, plan: AskingPlan, between: () => Promise<void>, predicted: (share: number) => void,
): Promise<Uint8Array> {
  const tiling = tilingOf(stack, plan);
  const channels = channelsOf(plan);
  const atATime = windowsAtATime(tiling.window);
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
