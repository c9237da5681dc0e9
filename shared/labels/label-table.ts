/**
 * The labels of a project. A labelmap stores an index 0–255 (0 = background, never in the table);
 * the table maps it to the value in files, a name, a colour and a code, so that values up to 2³¹
 * survive and a rename never touches a voxel.
 */
import { failure } from '../text/user-facing-error.ts';
import { colourMalformed, labelUnknown, nameMissing, tableFull, valueOutOfRange, valueTaken } from './label-sentences.ts';

export interface LabelEntry {
  /** 1–255, never used twice, never renumbered. */
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

const largestValue = 2 ** 31 - 1;

/**
 * The entry that a new label becomes: the next index that was never used.
 * @throws UserFacingError `conflict` for a value in use; `bad-input` when 255 labels are taken, or for a
 *   value, name or colour that no label can have
 */
export function newEntry(table: LabelTable, entry: Omit<LabelEntry, 'index'>): LabelEntry {
  const { value, name, colour, code, locked } = entry;
  if (!Number.isInteger(value) || value < 1 || value > largestValue) throw failure('bad-input', valueOutOfRange, { name, value });
  checkWords(entry);
  const holder = table.find((other) => other.value === value);
  if (holder) throw failure('conflict', valueTaken, { value, name: holder.name, newName: name });
  const index = 1 + table.reduce((largest, other) => Math.max(largest, other.index), 0);
  if (index > 255) throw failure('bad-input', tableFull, { name });
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

function checkWords({ value, name, colour }: Pick<LabelEntry, 'value' | 'name' | 'colour'>): void {
  if (name.trim() === '') throw failure('bad-input', nameMissing, { value });
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw failure('bad-input', colourMalformed, { name, colour });
}
