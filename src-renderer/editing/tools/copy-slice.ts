import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { boxOf } from '#shared/regions/region-box.ts';
import { takeSlice } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../paint-block.ts';

export interface SliceCopy {
  readonly axis: AxisIndex;
  readonly from: number;
  readonly to: number;
  readonly label: number;
}

/** What one slice has of a label, for another slice: it is added there, and nothing is taken away. @returns null where the slice has none of it */
export function copiedSlice(labels: Uint8Array, size: Vec3, { axis, from, to, label }: SliceCopy): LabelBlock | null {
  const where = takeSlice(labels, { size, spacingMm: [1, 1, 1] }, axis, from).map((one) => (one === label ? 1 : 0));
  const flat = size.map((length, along) => (along === axis ? 1 : length)) as unknown as Vec3;
  if (boxOf(where, flat) === null) return null;
  const place = (along: AxisIndex, otherwise: number): number => (along === axis ? to : otherwise);
  return {
    box: { first: [place(0, 0), place(1, 0), place(2, 0)], last: [place(0, size[0] - 1), place(1, size[1] - 1), place(2, size[2] - 1)] },
    where, label,
  };
}
