/**
 * Where a training looks. A part of the patches is centred on a voxel of a label, each label equally
 * often however small it is (foreground oversampling: Isensee et al. 2021, nnU-Net); the others anywhere
 * on a complete plane, each case equally often.
 */
import type { RandomDraws } from './random.ts';
import { teaches, type LabelledStack } from './slice-stack.ts';

export interface PatchPlace {
  /** Which of the stacks. */
  readonly stack: number;
  readonly slice: number;
  readonly row: number;
  readonly column: number;
}

/** Where the labels of the teaching stacks lie. */
export interface LabelPlaces {
  /** Per network output (0, the background, is empty): the stacks that hold it, with flat voxel indices. */
  readonly ofOutput: readonly (readonly { readonly stack: number; readonly voxels: Int32Array }[])[];
  /** Stacks that teach at all. */
  readonly teachingStacks: readonly number[];
}

/** More places of one label in one case than a training will ever draw bring nothing but memory. */
const placesPerLabelAndCase = 20_000;

/** @param outputs number of network outputs, background included */
export function findLabelPlaces(stacks: readonly LabelledStack[], outputs: number): LabelPlaces {
  const ofOutput: { stack: number; voxels: Int32Array }[][] = Array.from({ length: outputs }, () => []);
  const teachingStacks: number[] = [];
  stacks.forEach((labelled, stack) => {
    if (!labelled.teaching.complete.includes(1)) return;
    teachingStacks.push(stack);
    const counts = new Array<number>(outputs).fill(0);
    visitLabels(labelled, (output) => { counts[output] = (counts[output] ?? 0) + 1; });
    const every = counts.map((count) => Math.max(1, Math.ceil(count / placesPerLabelAndCase)));
    const voxels = counts.map((count, output) => new Int32Array(Math.ceil(count / (every[output] as number))));
    const seen = new Array<number>(outputs).fill(0);
    visitLabels(labelled, (output, voxel) => {
      const nth = seen[output] as number;
      seen[output] = nth + 1;
      if (nth % (every[output] as number) === 0) (voxels[output] as Int32Array)[nth / (every[output] as number)] = voxel;
    });
    voxels.forEach((found, output) => {
      if (output > 0 && found.length > 0) ofOutput[output]?.push({ stack, voxels: found });
    });
  });
  return { ofOutput, teachingStacks };
}

function visitLabels(stack: LabelledStack, seen: (output: number, voxel: number) => void): void {
  const { slices, rows, columns, teaching } = stack;
  for (let slice = 0; slice < slices; slice++) {
    if (teaching.across === 'slices' && teaching.complete[slice] !== 1) continue;
    const labels = stack.labels(slice);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        const output = labels[at] as number;
        if (output !== 0 && teaches(teaching, slice, row, column)) seen(output, slice * rows * columns + at);
      }
    }
  }
}

/** @throws RangeError where no stack teaches */
export function choosePlace(stacks: readonly LabelledStack[], places: LabelPlaces, foregroundShare: number, draws: RandomDraws): PatchPlace {
  const foreground = draws.uniform() < foregroundShare;
  const pick = <Value>(values: ArrayLike<Value>): Value => {
    if (values.length === 0) throw new RangeError('nothing to choose from');
    return values[draws.integer(values.length)] as Value;
  };
  const held = places.ofOutput.filter((cases) => cases.length > 0);
  if (foreground && held.length > 0) {
    const { stack, voxels } = pick(pick(held));
    const { rows, columns } = stacks[stack] as LabelledStack;
    const voxel = pick(voxels);
    return {
      stack,
      slice: Math.floor(voxel / (rows * columns)),
      row: Math.floor(voxel / columns) % rows,
      column: voxel % columns,
    };
  }
  const stack = pick(places.teachingStacks);
  const { slices, rows, columns, teaching } = stacks[stack] as LabelledStack;
  const complete = pick([...teaching.complete.keys()].filter((plane) => teaching.complete[plane] === 1));
  const at = { slice: draws.integer(slices), row: draws.integer(rows), column: draws.integer(columns) };
  switch (teaching.across) {
    case 'slices': return { stack, ...at, slice: complete };
    case 'rows': return { stack, ...at, row: complete };
    case 'columns': return { stack, ...at, column: complete };
  }
}
