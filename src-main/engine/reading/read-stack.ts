/**
 * What networks read in slices of one case. The probabilities are those of a prediction, on the image's own grid; it must not
 * know what the readings are for.
 */
import { filtersOf } from '#shared/learning/network-layers.ts';
import { resampleSlices, slicesBehind, type GridSize } from '#shared/learning/resample.ts';
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import { sliceReader, type SliceReader } from '#shared/learning/selection/slice-score.ts';
import type { StackAxis } from '#shared/learning/slice-stack.ts';
import type { Learner } from '../learner.ts';
import { meanProbabilities, type Voice } from '../prediction/mean-probabilities.ts';
import { mirroringsOf } from '../prediction/mirrorings.ts';
import type { PredictPlan } from '../prediction/predict-stack.ts';
import { answersOf, type Question } from '../prediction/question.ts';
import type { LoadedStack } from '../volumes/load-stack.ts';
import { agreementOf, asReaderTakes } from './agreement.ts';
import { featureCollector } from './slice-features.ts';

/** What is left out of each network. */
export interface Drawing {
  /** Networks that are drawn of each; 0: it is asked as it is. */
  readonly masks: number;
  readonly seed: number;
  /** Share of what the dropout places pass on. */
  readonly dropout: number;
}

export interface StackReading {
  /** In the order of the planes, as are the features. */
  readonly readings: readonly SliceReading[];
  readonly features: readonly (readonly number[])[];
}

/**
 * @param planes of the image's own grid in the stack's layout, in any order
 * @param between awaited after each batch of each network; throws where the work was cancelled
 * @throws RangeError where there is no such plane
 */
export async function readStack(
  learners: readonly Learner[], stack: LoadedStack, plan: PredictPlan, { across, planes }: { readonly across: StackAxis; readonly planes: readonly number[] },
  drawing: Drawing, between: () => Promise<void>, predicted: (share: number) => void,
): Promise<StackReading> {
  const outputs = plan.outputs.length;
  const grid: GridSize = [stack.slices, stack.rows, stack.columns];
  const axis = (['slices', 'rows', 'columns'] as const).indexOf(across);
  const own = stack.own[axis] as number;
  if (planes.some((plane) => !Number.isInteger(plane) || plane < 0 || plane >= own)) throw new RangeError(`${stack.name} has ${own} slices`);
  const voices = voicesOf(learners, drawing);
  const several = voices.length > 1;
  const collector = featureCollector(learners[0] as Learner, filtersOf(plan.network).at(-1) as number, { across, planes, own, shown: grid[axis] as number });
  const mirrorings = mirroringsOf(plan);
  // Of many drawn networks each is asked once: what they cost is their number.
  const asked = drawing.masks > 0 ? mirrorings.slice(0, 1) : mirrorings;
  const question: Question = {
    values: several ? outputs + 1 : outputs,
    async ask(batch, origins) {
      collector.look(batch, origins);
      return several ? agreementOf(voices, batch, asked, plan.contextSlices, outputs, between) : meanProbabilities(voices, batch, asked, plan.contextSlices);
    },
  };
  const makeReader = (): SliceReader => sliceReader(outputs, (stack.own[0] * stack.own[1] * stack.own[2]) / own, several);
  // All slices have a part in every plane across them, so all planes are read at once.
  const lines = across === 'slices' ? null : { across, readers: new Map(planes.map((plane) => [plane, makeReader()])) };
  const wanted = lines === null ? [...new Set(planes)].sort((a, b) => a - b) : Array.from({ length: planes.length === 0 ? 0 : stack.own[0] }, (_, slice) => slice);
  const needed = slicesBehind(grid[0], stack.own[0], wanted);
  const readings = new Map<number, SliceReading>();
  await resampleSlices(answersOf(question, stack, plan, needed, between, predicted), grid, stack.own, question.values, wanted, (slice, values) => {
    const given = several ? asReaderTakes(values.slice(), outputs) : values;
    if (lines === null) {
      const reader = makeReader();
      reader.add(given);
      readings.set(slice, reader.reading());
    } else addLines(given, stack.own[2], question.values, lines.across, lines.readers);
  });
  lines?.readers.forEach((reader, plane) => readings.set(plane, reader.reading()));
  return { readings: planes.map((plane) => readings.get(plane) as SliceReading), features: collector.features() };
}

/** Each network, or those that dropout makes of it. */
export function voicesOf(learners: readonly Learner[], { masks, seed, dropout }: Drawing): readonly Voice[] {
  if (masks === 0) return learners;
  return learners.flatMap((learner, place) => Array.from({ length: masks }, (_, mask): Voice => ({
    probabilities: (batch) => learner.probabilities(batch, { seed, dropout, number: place * masks + mask }),
  })));
}

/** The rows or columns of a slice, each to the plane that it lies in. @param values rows × columns × perVoxel */
function addLines(values: Float32Array, columns: number, perVoxel: number, across: 'rows' | 'columns', readers: ReadonlyMap<number, SliceReader>): void {
  const row = columns * perVoxel;
  if (across === 'rows') {
    readers.forEach((reader, plane) => reader.add(values.subarray(plane * row, (plane + 1) * row)));
    return;
  }
  const line = new Float32Array((values.length / row) * perVoxel);
  readers.forEach((reader, plane) => {
    for (let from = plane * perVoxel, to = 0; from < values.length; from += row, to += perVoxel) line.set(values.subarray(from, from + perVoxel), to);
    reader.add(line);
  });
}
