import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { boxOfGrid, boxOfSlice } from '#shared/regions/boxed-mask.ts';
import { boxSize } from '#shared/regions/region-box.ts';
import type { LabelBlock } from '../paint-block.ts';

/**
 * One label as another labelmap of the same size has it, in one slice or everywhere: it gains what it has there, and what
 * it has only here becomes empty. @returns null where both agree
 */
export function predictedLabel(
  labels: Uint8Array, prediction: Uint8Array, size: Vec3, label: number, slice: { readonly axis: AxisIndex; readonly index: number } | null,
): LabelBlock | null {
  const box = slice === null ? boxOfGrid({ size }) : boxOfSlice({ size, spacingMm: [1, 1, 1] }, slice.axis, slice.index);
  const [columns, rows, slices] = boxSize(box);
  const where = new Uint8Array(columns * rows * slices);
  const wanted = new Uint8Array(where.length);
  let changes = 0;
  for (let k = 0, to = 0; k < slices; k += 1) {
    for (let j = 0; j < rows; j += 1) {
      let from = box.first[0] + size[0] * (box.first[1] + j + size[1] * (box.first[2] + k));
      for (let i = 0; i < columns; i += 1, from += 1, to += 1) {
        const isPredicted = prediction[from] === label;
        if (isPredicted === (labels[from] === label)) continue;
        where[to] = 1;
        wanted[to] = isPredicted ? label : 0;
        changes += 1;
      }
    }
  }
  return changes === 0 ? null : { box, where, label: wanted };
}
