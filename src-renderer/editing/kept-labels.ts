import type { LabelTable } from '#shared/labels/label-table.ts';

/** What a brush may paint over. */
export type PaintOver = 'everything' | 'background' | { readonly label: number };

/** 256 entries by label index: 1 for locked labels and for what shall not be painted over. */
export function keptLabels(table: LabelTable, paintOver: PaintOver = 'everything'): Uint8Array {
  const kept = new Uint8Array(256);
  if (paintOver !== 'everything') {
    kept.fill(1);
    kept[paintOver === 'background' ? 0 : paintOver.label] = 0;
  }
  for (const { index, locked } of table) if (locked) kept[index] = 1;
  return kept;
}

/** What of a table decides where may be painted: a colour that changes, or a label that is hidden, does not. */
export function labelsAndLocks(table: LabelTable): string {
  return table.map(({ index, locked }) => `${index}${locked ? '!' : ''}`).join(' ');
}

/** Whether there is such a label, and it may grow. */
export function canDraw(table: LabelTable, label: number): boolean {
  return table.some(({ index, locked }) => index === label && !locked);
}

export function isLocked(table: LabelTable, label: number): boolean {
  return table.some(({ index, locked }) => index === label && locked);
}
