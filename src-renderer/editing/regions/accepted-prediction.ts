/** What of a prediction becomes a person's labels: all of it or one label alone, in a slice or everywhere. Knows no rules of painting. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { unionBox, type VoxelBox } from '#shared/geometry/voxel-box.ts';
import { boxOfGrid, boxOfSlice } from '#shared/regions/boxed-mask.ts';
import type { RegionWork } from '#shared/regions/grid.ts';
import { boxSize } from '#shared/regions/region-box.ts';
import type { LabelBlock } from '../paint-block.ts';
import type { RegionScene } from './scene.ts';

export interface Acceptance {
  /** `accept-label`: the label that is worked on becomes as predicted, and what it has only here becomes empty. */
  readonly kind: 'accept-prediction' | 'accept-label';
  /** A label index a voxel, i fastest. */
  readonly prediction: Uint8Array;
  /** 256 entries by label index: 1 for labels that do not grow. */
  readonly locked: Uint8Array;
  /** Null: everywhere. */
  readonly slice: { readonly axis: AxisIndex; readonly index: number } | null;
}

type Looked = Pick<RegionScene, 'grid' | 'labels' | 'label'>;

/** @returns in the smallest box that holds all that changes; null where nothing would */
export function* acceptedPrediction({ grid, labels, label }: Looked, { kind, prediction, locked, slice }: Acceptance): RegionWork<LabelBlock | null> {
  const { size } = grid;
  const becomes = (present: number, predicted: number): number => {
    if (kind === 'accept-prediction') return locked[predicted] === 0 ? predicted : present;
    return predicted === label ? label : present === label ? 0 : present;
  };
  const whole = slice === null ? boxOfGrid(grid) : boxOfSlice(grid, slice.axis, slice.index);
  const rowOf = (j: number, k: number): number => size[0] * (j + size[1] * k);

  let box: VoxelBox | null = null;
  for (let k = whole.first[2]; k <= whole.last[2]; k += 1) {
    for (let j = whole.first[1]; j <= whole.last[1]; j += 1) {
      const row = rowOf(j, k);
      let [first, last] = [-1, -1];
      for (let i = whole.first[0]; i <= whole.last[0]; i += 1) {
        const present = labels[row + i]!;
        const predicted = prediction[row + i]!;
        if (present === predicted || becomes(present, predicted) === present) continue;
        if (first === -1) first = i;
        last = i;
      }
      if (first !== -1) box = unionBox(box, { first: [first, j, k], last: [last, j, k] });
    }
    yield (0.5 * (k - whole.first[2])) / boxSize(whole)[2];
  }
  if (box === null) return null;

  const [columns, rows, slices] = boxSize(box);
  const where = new Uint8Array(columns * rows * slices);
  const wanted = new Uint8Array(where.length);
  for (let k = 0, to = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      let from = rowOf(box.first[1] + j, box.first[2] + k) + box.first[0];
      for (let i = 0; i < columns; i += 1, from += 1, to += 1) {
        const present = labels[from]!;
        wanted[to] = becomes(present, prediction[from]!);
        where[to] = Number(wanted[to] !== present);
      }
    }
    yield 0.5 + (0.5 * k) / slices;
  }
  return { box, where, label: wanted };
}
