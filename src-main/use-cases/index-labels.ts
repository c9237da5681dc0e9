/** From the values in label files to the indices that a labelmap stores, and back. */
import { defaultColour } from '#shared/labels/default-colours.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { defaultLabelName, importSentences } from './import-sentences.ts';

/**
 * Gives every value an index of the project's label table; values that it does not know yet join it
 * with a default name and colour.
 * @throws UserFacingError `bad-input` where more than 255 labels would be needed; none has joined then
 */
export function indexLabels(store: ProjectStore, values: Int32Array, distinct: readonly number[], file: string): Uint8Array {
  const indexOf = new Map(store.labels.table().map(({ value, index }) => [value, index]));
  const unknown = distinct.filter((value) => !indexOf.has(value));
  if (indexOf.size + unknown.length > 255) throw failure('bad-input', importSentences.tooManyLabels, { file, count: distinct.length });
  for (const value of unknown) {
    const nextIndex = Math.max(0, ...indexOf.values()) + 1;
    const added = store.labels.add({ value, name: defaultLabelName(value), colour: defaultColour(nextIndex), code: null, locked: false });
    indexOf.set(value, added.index);
  }
  const indices = new Uint8Array(values.length);
  let lastValue = 0;
  let lastIndex = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (value !== lastValue) {
      lastValue = value;
      lastIndex = indexOf.get(value) ?? 0;
    }
    indices[at] = lastIndex;
  }
  return indices;
}

/** The value in files of each label index 0–255; 0 where there is no such label. */
export function valuesOfIndices(table: LabelTable): number[] {
  const values = new Array<number>(1 + Math.max(0, ...table.map(({ index }) => index))).fill(0);
  for (const { index, value } of table) values[index] = value;
  return values;
}

/** Slices along an axis that hold at least one label, ascending. */
export function labelledSlices(labels: Uint8Array, size: Vec3, axis: AxisIndex): number[] {
  const [ni, nj, nk] = size;
  const found = new Set<number>();
  for (let k = 0, at = 0; k < nk; k += 1) {
    for (let j = 0; j < nj; j += 1) {
      for (let i = 0; i < ni; i += 1, at += 1) {
        if (labels[at] !== 0) found.add([i, j, k][axis]!);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}
