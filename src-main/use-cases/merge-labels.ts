/** One label becomes another, in one case or in all: one edit for each labelmap, which undo takes back. */
import type { MergeOptions, MergeReport } from '#shared/contract/label-work.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import { labelUnknown } from '#shared/labels/label-sentences.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { EditRecord, ProjectStore } from '../store/project-store.ts';
import { mergeSentences } from './label-work-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';

/**
 * @param merged is told of each edit; what was merged before a cancel stays
 * @throws UserFacingError `not-found`; `conflict` where one of the labels is locked; `cancelled`
 */
export async function mergeLabels(
  store: ProjectStore, { from, into, caseId }: MergeOptions, annotator: string, work: LongWork, merged: (edit: EditRecord) => void,
): Promise<MergeReport> {
  for (const index of [from, into]) requireUnlocked(store, index);
  const ofCase = caseId === undefined ? null : new Set(store.labelmaps.ofCase(store.cases.get(caseId).id).map(({ id }) => id));
  const holding = store.labelmaps.holding(from).filter((id) => ofCase === null || ofCase.has(id));
  const edits: EditRecord[] = [];
  for (const [done, labelmapId] of holding.entries()) {
    work.progress({ phase: 'merging', done, total: holding.length });
    await breathe(work);
    const edit = store.labelmaps.merge(labelmapId, from, into, annotator);
    if (edit === null) continue;
    edits.push(edit);
    merged(edit);
  }
  work.progress({ phase: 'merging', done: holding.length, total: holding.length });
  return { edits: edits.map(({ id, labelmapId }) => ({ labelmapId, edit: id })) as unknown as MergeReport['edits'] };
}

function requireUnlocked(store: ProjectStore, index: number): LabelEntry {
  const label = store.labels.table().find((one) => one.index === index);
  if (label === undefined) throw failure('not-found', labelUnknown, { index });
  if (label.locked) throw failure('conflict', mergeSentences.locked, { name: label.name });
  return label;
}
