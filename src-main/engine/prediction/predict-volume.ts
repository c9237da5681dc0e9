import { channelsOf, totalStrides } from '#shared/learning/network-layers.ts';
import { cutWindow } from '#shared/learning/patches.ts';
import type { AxisLengths } from '#shared/learning/plan.ts';
import type { GridSize, SliceValues } from '#shared/learning/resample.ts';
import { gaussianWeights, tile, type Tiling } from '#shared/learning/tiling.ts';
import type { ImageBatch } from '../learner.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import type { AskingPlan, Question } from './question.ts';
import { addVotes, shares, type SliceVotes } from './votes.ts';

/**
 * A network for volumes, from the first slice to the last: no more is held than the slices that the present windows
 * reach, since all probabilities of a large scan with many labels would take gigabytes.
 * @param needed slices that will be asked for, ascending; windows that show none of them are left out
 */
export function answersOfVolume(
  { values, ask }: Question, stack: LoadedStack, plan: AskingPlan, needed: readonly number[], between: () => Promise<void>, predicted: (share: number) => void,
): SliceValues {
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const tiling = tile(grid, plan.patch, totalStrides(plan.network));
  const weights = gaussianWeights(tiling.window);
  const channels = channelsOf(plan);
  const [depth = 1] = tiling.window;
  const open = new Map<number, SliceVotes>();
  let asked = 0;
  return async (slice) => {
    for (const known of open.keys()) if (known < slice) open.delete(known);
    // Origins ascend slice by slice: windows that begin behind this slice have nothing to say of it.
    for (let origin = tiling.origins[asked]; origin !== undefined && origin[0]! <= slice; origin = tiling.origins[asked]) {
      const [first = 0] = origin;
      if (needed.some((one) => one >= first && one < first + depth)) {
        addVotes(await ask(windowOf(stack, tiling, origin, channels), [origin]), tiling.window, origin, weights, grid, values, open);
        await between();
      }
      predicted(++asked / tiling.origins.length);
    }
    await between();
    return shares(open.get(slice)!, values);
  };
}

function windowOf(stack: LoadedStack, { window }: Tiling, [slice = 0, row = 0, column = 0]: AxisLengths, channels: number): ImageBatch {
  const [slices = 1, rows = 1, columns = 1] = window;
  const images = new Float32Array(slices * rows * columns * channels);
  cutWindow(stack, slice, row, column, { slices, rows, columns, channels, image: images });
  return { count: 1, slices, rows, columns, channels, images };
}
