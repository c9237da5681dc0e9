/**
 * The labels of a project. A labelmap stores an index 0–255 (0 = background, never in the table);
 * the table maps it to the value in files, a name, a colour and a code, so that values up to 2³¹
 * survive and a rename never touches a voxel.
 */
import { failure } from '../text/user-facing-error.ts';
import { colourMalformed, labelUnknown, nameMissing, opacityOutside, tableFull, valueOutOfRange, valueTaken } from './label-sentences.ts';

export interface LabelEntry {
  /** 1–255, never renumbered; one that a voxel ever had is never used for another label. */
  readonly index: number;
  /** The value in files, 1 … 2³¹ − 1. */
  readonly value: number;
  readonly name: string;
  /** `#rrggbb` */
  readonly colour: string;
  /** Code of a terminology, e.g. `SCT:10200004`, where known. */
  readonly code: string | null;
  readonly locked: boolean;
}
export type LabelTable = readonly LabelEntry[];

/** How a label is shown. It says nothing of a voxel, but belongs to the project: label files carry it, and everybody sees the same. */
export interface LabelLook {
  /** 0–1, times the opacity that the person chose for all labels. */
  readonly opacity: number;
  readonly visible: boolean;
  readonly visibleIn3d: boolean;
}
/** A label as a list shows it. */
export type ListedLabel = LabelEntry & LabelLook;

export const defaultLook: LabelLook = { opacity: 1, visible: true, visibleIn3d: true };

export const largestValue = 2 ** 31 - 1;
export const mostLabels = 255;

/**
 * An index for one more label: above all others, or one that is free below; null where all are taken.
 * @param taken entries, removed ones included
 */
export function nextIndex(taken: readonly Pick<LabelEntry, 'index'>[]): number | null {
  const used = new Set(taken.map(({ index }) => index));
  const above = 1 + Math.max(0, ...used);
  if (above <= mostLabels) return above;
  for (let index = 1; index <= mostLabels; index += 1) if (!used.has(index)) return index;
  return null;
}

/**
 * The entry that a new label becomes. A value that belonged to a removed label has that label's index
 * again, so that one value is one index in all that was ever drawn.
 * @param removed labels that are out of the table and whose indices voxels of earlier states may have
 * @throws UserFacingError `conflict` for a value in use; `bad-input` when 255 labels are taken, or for a
 *   value, name or colour that no label can have
 */
export function newEntry(table: LabelTable, entry: Omit<LabelEntry, 'index'>, removed: LabelTable = []): LabelEntry {
  const { value, name, colour, code, locked } = entry;
  if (!Number.isInteger(value) || value < 1 || value > largestValue) throw failure('bad-input', valueOutOfRange, { name, value });
  checkWords(entry);
  const holder = table.find((other) => other.value === value);
  if (holder) throw failure('conflict', valueTaken, { value, name: holder.name, newName: name });
  const index = removed.find((other) => other.value === value)?.index ?? nextIndex([...table, ...removed]);
  if (index === null) throw failure('bad-input', tableFull, { name });
  return { index, value, name, colour, code, locked };
}

export type LabelChange = Partial<Pick<LabelEntry, 'name' | 'colour' | 'code' | 'locked'>>;

/**
 * An entry after a change; its index and its value never change.
 * @throws UserFacingError `not-found` for an index that is not in the table; `bad-input` as `newEntry`
 */
export function changedEntry(table: LabelTable, index: number, change: LabelChange): LabelEntry {
  const entry = table.find((other) => other.index === index);
  if (!entry) throw failure('not-found', labelUnknown, { index });
  const { name = entry.name, colour = entry.colour, code = entry.code, locked = entry.locked } = change;
  const changed = { index, value: entry.value, name, colour, code, locked };
  checkWords(changed);
  return changed;
}

/** @throws UserFacingError `bad-input` */
export function checkedLook(look: LabelLook): LabelLook {
  const { opacity, visible, visibleIn3d } = look;
  if (!(opacity >= 0 && opacity <= 1)) throw failure('bad-input', opacityOutside, { opacity });
  return { opacity, visible, visibleIn3d };
}

function checkWords({ value, name, colour }: Pick<LabelEntry, 'value' | 'name' | 'colour'>): void {
  if (name.trim() === '') throw failure('bad-input', nameMissing, { value });
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw failure('bad-input', colourMalformed, { name, colour });
}
