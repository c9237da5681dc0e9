/** Why a label cannot grow, as a notice says it. */
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { Word } from '../../locales/use-words.ts';

/** @returns null where it can */
export function refusalOf(table: LabelTable, label: number): { readonly word: Word; readonly values?: { readonly name: string } } | null {
  const entry = table.find(({ index }) => index === label);
  if (entry === undefined) return { word: 'annotate.labels.none' };
  return entry.locked ? { word: 'annotate.labels.locked', values: { name: entry.name } } : null;
}
