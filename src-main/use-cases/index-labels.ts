/** From the values in label files to the indices that a labelmap stores, and back. */
import { defaultColour } from '#shared/labels/default-colours.ts';
import { nextIndex, type LabelEntry, type LabelTable } from '#shared/labels/label-table.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { defaultLabelName, importSentences } from './import-sentences.ts';

/**
 * The entries with which the table names every value, those that it does not know yet with a default
 * name and colour, and labels that were removed as they were. Nothing is written: they join the project
 * together with the case that needs them.
 * @param distinct values of a label volume, without 0
 * @throws UserFacingError `bad-input` where more than 255 labels would be needed
 */
export function missingLabels(labels: Pick<ProjectStore['labels'], 'table' | 'removed'>, distinct: readonly number[], file: string): readonly LabelEntry[] {
  const taken: LabelEntry[] = [...labels.table()];
  const known = new Set(taken.map(({ value }) => value));
  const removed = new Map(labels.removed().map((label) => [label.value, label]));
  taken.push(...removed.values());
  return distinct.filter((value) => !known.has(value)).map((value) => {
    const before = removed.get(value);
    if (before !== undefined) {
      const { index, name, colour, code, locked } = before;
      return { index, value, name, colour, code, locked };
    }
    const index = nextIndex(taken);
    if (index === null) throw failure('bad-input', importSentences.tooManyLabels, { file, count: distinct.length });
    const added = { index, value, name: defaultLabelName(value), colour: defaultColour(index), code: null, locked: false };
    taken.push(added);
    return added;
  });
}

/** The index of each voxel's value. @param table names every value that occurs */
export function indicesOf(table: readonly Pick<LabelEntry, 'value' | 'index'>[], values: Int32Array): Uint8Array {
  const indexOf = new Map(table.map(({ value, index }) => [value, index]));
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
  return labelsOfSlices(labels, size, axis).flatMap((held, slice) => (held.size > 0 ? [slice] : []));
}

/** The label indices that each slice along an axis holds. */
export function labelsOfSlices(labels: Uint8Array, size: Vec3, axis: AxisIndex): readonly ReadonlySet<number>[] {
  const [ni, nj, nk] = size;
  const seen = Array.from({ length: size[axis] }, () => new Uint8Array(256));
  for (let k = 0, at = 0; k < nk; k += 1) {
    for (let j = 0; j < nj; j += 1) {
      for (let i = 0; i < ni; i += 1, at += 1) {
        const label = labels[at] as number;
        if (label !== 0) seen[axis === 0 ? i : axis === 1 ? j : k]![label] = 1;
      }
    }
  }
  return seen.map((flags) => new Set([...flags.keys()].filter((label) => flags[label] === 1)));
}
