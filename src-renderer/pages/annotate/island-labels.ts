/** Labels for the islands of a label that is split: shown before there are any, added when it becomes an edit. */
import { defaultColour } from '#shared/labels/default-colours.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import { client } from '../../connection/client.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';

type NewLabel = Parameters<typeof client.labels.add>[0];

/** Indices that no label of the table has, from the highest. */
export function unusedIndices(table: LabelTable): number[] {
  const used = new Set(table.map(({ index }) => index));
  return Array.from({ length: 255 }, (_, below) => 255 - below).filter((index) => !used.has(index));
}

/** What each of the islands would be called; the label itself is the first. */
export function islandLabels(table: LabelTable, split: number, count: number): NewLabel[] {
  const name = table.find(({ index }) => index === split)?.name ?? '';
  const firstIndex = 1 + Math.max(0, ...table.map(({ index }) => index));
  const firstValue = 1 + Math.max(0, ...table.map(({ value }) => value));
  const taken = new Set(table.map((entry) => entry.name));
  const made: NewLabel[] = [];
  for (let number = 2; made.length < count; number += 1) {
    if (taken.has(`${name} ${number}`)) continue;
    const place = made.length;
    made.push({ name: `${name} ${number}`, value: firstValue + place, colour: defaultColour(firstIndex + place), code: null, locked: false });
  }
  return made;
}

/** Which of the offered indices a block uses: as many as there are islands, from the first. */
export function usedIndices({ label }: LabelBlock, offered: readonly number[]): readonly number[] {
  if (typeof label === 'number') return offered.filter((index) => index === label);
  const used = new Set<number>();
  for (const index of label) used.add(index);
  return offered.filter((index) => used.has(index));
}

/** The project's labels and those that would be added, under the indices that stand for them until then. */
export function tableWithIslands(table: LabelTable, split: number, indices: readonly number[]): LabelTable {
  const looks = table.find(({ index }) => index === split);
  if (looks === undefined) return table;
  return [...table, ...islandLabels(table, split, indices.length).map((label, place) => ({ ...looks, ...label, index: indices[place]!, code: null, locked: false }))];
}

export interface Split {
  readonly table: LabelTable;
  /** The label. */
  readonly split: number;
  /** That stand for the labels in the block. */
  readonly islands: readonly number[];
  readonly block: LabelBlock;
}

/**
 * Adds the labels, all or none, and writes the block with their indices. Labels that nothing was written with are taken back.
 * @param paint @returns whether anything was written
 * @returns the same
 * @throws as the host answers
 */
export async function paintIslands({ table, split, islands, block }: Split, paint: (block: LabelBlock) => boolean): Promise<boolean> {
  const added: number[] = [];
  let isPainted = false;
  try {
    for (const label of islandLabels(table, split, islands.length)) added.push((await client.labels.add(label)).index);
    const real = Uint8Array.from({ length: 256 }, (_, index) => index);
    islands.forEach((index, place) => { real[index] = added[place]!; });
    const { label } = block;
    isPainted = paint({ ...block, label: typeof label === 'number' ? real[label]! : label.map((index) => real[index]!) });
  } finally {
    if (!isPainted && added.length > 0) await client.labels.remove({ indices: added }).catch(() => undefined);
  }
  return isPainted;
}
