import type { LabelTable } from '#shared/labels/label-table.ts';
import type { OpenCase } from './open-case.ts';

/** What pictures show: labels as they were, as a tool would make them, or as they are. */
export function labelsShown({ earlier, previewed, session }: Pick<OpenCase, 'earlier' | 'previewed' | 'session'>): Uint8Array {
  return earlier.value?.labels ?? previewed.value ?? session.labels;
}

/** What these labels are called. @param table of the project */
export function tableShown({ earlier, previewedTable }: Pick<OpenCase, 'earlier' | 'previewedTable'>, table: LabelTable): LabelTable {
  return earlier.value?.table ?? previewedTable.value ?? table;
}
