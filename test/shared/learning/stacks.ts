/** Slice stacks from a formula, for tests that know what each voxel must be. */
import type { LabelledStack, TeachingPlanes } from '#shared/learning/slice-stack.ts';

export interface StackFormula {
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly image: (slice: number, row: number, column: number) => number;
  readonly label?: (slice: number, row: number, column: number) => number;
  readonly teaching?: TeachingPlanes;
  readonly padding?: number;
}

export function stackOf({ slices, rows, columns, image, label = () => 0, teaching, padding = -9 }: StackFormula): LabelledStack {
  const draw = <Values extends Float32Array | Uint8Array>(values: Values, slice: number, formula: typeof image): Values => {
    for (let at = 0; at < rows * columns; at++) values[at] = formula(slice, Math.floor(at / columns), at % columns);
    return values;
  };
  return {
    name: 'formula', slices, rows, columns, padding,
    image: (slice) => draw(new Float32Array(rows * columns), slice, image),
    labels: (slice) => draw(new Uint8Array(rows * columns), slice, label),
    teaching: teaching ?? { across: 'slices', complete: new Uint8Array(slices).fill(1) },
  };
}
