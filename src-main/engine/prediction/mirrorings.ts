/** The ways in which an image is shown to a network that learnt to bear mirrored ones: the mean of its answers decides. */
import { mirroredOutputs } from '#shared/learning/mirror-pairs.ts';
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { stackAxes } from '#shared/learning/slice-stack.ts';

/** Which axes of a stack are turned round, and what the outputs then stand for. */
export interface Mirroring {
  /** Slices, rows, columns. */
  readonly axes: readonly [boolean, boolean, boolean];
  /** Output of the upright image for each output of the mirrored one: left and right change places. */
  readonly outputOf: readonly number[];
}

type MirrorPlan = Pick<Plan, 'network' | 'contextSlices' | 'prediction' | 'augmentation' | 'sliceAxis' | 'outputs'>;

/** The upright one first; alone where the plan does not mirror. Every combination of the axes that the training mirrored. */
export function mirroringsOf({ network, contextSlices, prediction, augmentation: { mirrorAxes, mirrorPairs }, sliceAxis, outputs }: MirrorPlan): readonly Mirroring[] {
  const { slice, row, column } = stackAxes(sliceAxis);
  const upright = outputs.map((_, output) => output);
  const exchanged = mirroredOutputs(outputs.length, mirrorPairs);
  // A slice without neighbours is the same whichever way the slices run: nothing was mirrored there.
  const turned = mirrorAxes.filter((axis) => axis !== slice || contextSlices > 1 || dimensionsOf(network) === 3);
  const combinations = (prediction.mirror ? turned : [])
    .reduce<readonly (readonly number[])[]>((sets, axis) => [...sets, ...sets.map((set) => [...set, axis])], [[]]);
  return combinations.map((axes) => ({
    axes: [axes.includes(slice), axes.includes(row), axes.includes(column)],
    // Patient axis 0 runs from left to right.
    outputOf: axes.includes(0) ? exchanged : upright,
  }));
}

/** A block of slices × rows × columns × values with the given axes turned round. */
export function turnRound(
  values: Float32Array, [slices, rows, columns]: readonly [number, number, number], inner: number, [slice, row, column]: Mirroring['axes'], into: Float32Array,
): void {
  for (let s = 0, to = 0; s < slices; s++) {
    const fromSlice = (slice ? slices - 1 - s : s) * rows;
    for (let r = 0; r < rows; r++) {
      const fromRow = (fromSlice + (row ? rows - 1 - r : r)) * columns;
      for (let c = 0; c < columns; c++) {
        const from = (fromRow + (column ? columns - 1 - c : c)) * inner;
        for (let i = 0; i < inner; i++) into[to++] = values[from + i] as number;
      }
    }
  }
}
