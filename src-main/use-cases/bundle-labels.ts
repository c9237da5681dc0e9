/** One label table understood by another: what a bundle's indices are in this project. */
import type { BundleLabel } from '#shared/contract/bundle-file.ts';
import { mostLabels, newEntry, type LabelEntry, type LabelTable } from '#shared/labels/label-table.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { bundleSentences } from './bundle-sentences.ts';

export interface LabelMeaning {
  /** By index of the bundle; 0 for background, and where the bundle has no such label. */
  readonly indexHere: Uint8Array;
  /** Which the table here lacks, with the indices that they are to have. */
  readonly added: readonly LabelEntry[];
}

/**
 * Labels are the same where both value and name are. The whole table comes along, as far as the two do not contradict each other
 * in what nothing names.
 * @param used indices that anything in the bundle names
 * @throws UserFacingError `conflict` where of a used label only one of the two is the same; `bad-input` where the table is full
 */
export function meaningOf(theirs: readonly BundleLabel[], used: ReadonlySet<number>, table: LabelTable, removed: LabelTable): LabelMeaning {
  const indexHere = new Uint8Array(256);
  const added: LabelEntry[] = [];
  for (const { index, value, name, colour, code, removed: isRemoved } of theirs) {
    const isUsed = used.has(index);
    if (isRemoved && !isUsed) continue;
    const present = table.find((label) => label.value === value) ?? removed.find((label) => label.value === value);
    const namesake = [...table, ...added].find((label) => label.name === name);
    if (present !== undefined) {
      if (present.name === name) indexHere[index] = present.index;
      else if (isUsed) throw failure('conflict', bundleSentences.otherName, { value, here: present.name, there: name });
    } else if (namesake !== undefined) {
      if (isUsed) throw failure('conflict', bundleSentences.otherValue, { name, here: namesake.value, there: value });
    } else if (table.length + removed.length + added.length >= mostLabels) {
      if (isUsed) throw failure('bad-input', bundleSentences.noRoomForLabel, { name });
    } else {
      const entry = newEntry([...table, ...added], { value, name, colour, code, locked: false }, removed);
      added.push(entry);
      indexHere[index] = entry.index;
    }
  }
  return { indexHere, added };
}
